import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "@playwright/test";
import { demo, signIn } from "../people";
import { expect, test } from "../server";
import { fill } from "./demo";
import { type Shot, shots, unlike, type Who } from "./pages";
import { index, type Kind, type Raw, write } from "./pictures";

const root = join(import.meta.dirname, "..", "..", "..");
const folder = join(root, "docs", "screens");
const desktop = { width: 1280, height: 800 };
const phone = { width: 390, height: 844 };
// A browser that says it is driven by a program is a robot, and robots do not count in a mentor's numbers.
const userAgent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

/** One browser window for each of them. */
async function people(browser: Browser, baseURL: string): Promise<Record<Who, Page>> {
  const open = async (who?: string) => {
    const context = await browser.newContext({
      baseURL,
      userAgent,
      viewport: desktop,
      locale: "en-GB",
      timezoneId: "Asia/Kolkata",
      reducedMotion: "reduce",
      deviceScaleFactor: 1,
    });
    const page = await context.newPage();
    if (who) await signIn(page, who, demo.password);
    return page;
  };
  return {
    visitor: await open(),
    student: await open(demo.student),
    mentor: await open(demo.mentor),
    staff: await open(demo.staff),
  };
}

/** Its title is there and nothing is on its way any more; what never comes is pictured as it is. */
async function settle(page: Page) {
  await page
    .locator("h1")
    .first()
    .waitFor({ timeout: 10_000 })
    .catch(() => {});
  await page
    .waitForFunction(
      () =>
        document.querySelector("main .animate-breathe, main [aria-busy=true]") === null &&
        [...document.images].every((image) => image.complete || image.loading === "lazy"),
      undefined,
      { timeout: 10_000 },
    )
    .catch(() => {});
  await page.evaluate(() => document.fonts.ready);
  // What came last is drawn in the second frame at the latest; nothing moves, as asked for.
  await page.evaluate(
    () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))),
  );
}

async function take(page: Page, shot: Shot, path: string): Promise<Raw[]> {
  const raws: Raw[] = [];
  const picture = async (kind: Kind) => {
    await page.setViewportSize(kind === "390" ? phone : desktop);
    await page.emulateMedia({ colorScheme: kind === "dark" ? "dark" : "light", reducedMotion: "reduce" });
    await settle(page);
    raws.push({ shot, kind, png: await page.screenshot({ fullPage: true, animations: "disabled" }) });
  };
  await page.setViewportSize(desktop);
  await page.goto(path.startsWith("/") ? path : `/${path}`);
  // Without another visit: links in mails work once.
  for (const kind of shot.dark ? (["1280", "dark", "390"] as const) : (["1280", "390"] as const))
    await picture(kind);
  return raws;
}

test("a picture of every page", async ({ browser, server }) => {
  const routes = readFileSync(join(root, "web", "src", "app", "routes.tsx"), "utf8");
  expect(unlike(routes), "e2e/screens/pages.ts and src/app/routes.tsx").toEqual([]);
  const windows = await people(browser, server.url);
  const { filled, problems } = await fill(server, windows.student);
  const raws: Raw[] = [];
  for (const shot of shots) {
    const path = shot.at?.(filled) ?? shot.route;
    await take(windows[shot.as], shot, path).then(
      (taken) => raws.push(...taken),
      (error: Error) => problems.push(`/${path}: ${error.message.split("\n")[0]}`),
    );
  }
  const bytes = await write(windows.visitor, folder, raws);
  writeFileSync(join(folder, "README.md"), index(raws));
  console.log(`${raws.length} pictures, ${(bytes / 1e6).toFixed(1)} MB in docs/screens`);
  for (const problem of problems) console.log(`less than complete: ${problem}`);
  for (const page of Object.values(windows)) await page.context().close();
});
