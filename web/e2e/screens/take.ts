import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { drawAll, expect, test } from "../server";
import { closeWindows, desktop, openWindows, phone, settle } from "../windows";
import { fill } from "./demo";
import { type Shot, shots, unlike } from "./pages";
import { index, type Kind, type Raw, write } from "./pictures";

const root = join(import.meta.dirname, "..", "..", "..");
const folder = join(root, "docs", "screens");
// A browser that says it is driven by a program is a robot, and robots do not count in a mentor's numbers.
const userAgent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

async function take(page: Page, shot: Shot, path: string): Promise<Raw[]> {
  const raws: Raw[] = [];
  const picture = async (kind: Kind) => {
    await page.setViewportSize(kind === "390" ? phone : desktop);
    await page.emulateMedia({ colorScheme: kind === "dark" ? "dark" : "light", reducedMotion: "reduce" });
    await settle(page);
    await drawAll(page);
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
  const windows = await openWindows(browser, server.url, {
    userAgent,
    timezoneId: "Asia/Kolkata",
    deviceScaleFactor: 1,
  });
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
  await closeWindows(windows);
});
