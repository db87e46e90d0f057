import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import seriousFaults from "./axe";
import { type Filled, fill } from "./screens/demo";
import { nameOf, type Shot, shots, unlike } from "./screens/pages";
import { expect, test, watch } from "./server";
import { closeWindows, desktop, drawn, openWindows, phone, settle, type Who } from "./windows";

// What is filled in here is nobody else's.
test.use({ apart: "routes" });

let windows: Record<Who, Page>;
let filled: Filled;

test("every route of the client is looked at here", () => {
  const table = join(import.meta.dirname, "..", "src", "app", "routes.tsx");
  expect(unlike(readFileSync(table, "utf8")), "missing in e2e/screens/pages.ts, or in routes.tsx").toEqual(
    [],
  );
});

test.describe("every page is sound, light and dark, wide and narrow", () => {
  test.beforeAll(async ({ browser, server }) => {
    windows = await openWindows(browser, server.url, { timezoneId: "Europe/Berlin" });
    const done = await fill(server, windows.student);
    expect(done.problems, "what should stand on the pages").toEqual([]);
    filled = done.filled;
  });
  test.afterAll(() => closeWindows(windows));

  for (const who of ["student", "mentor", "staff", "visitor"] as const)
    test(`of the ${who}`, async () => {
      test.setTimeout(600_000);
      const page = windows[who];
      const faults = watch(page);
      for (const shot of shots.filter((one) => one.as === who)) faults.push(...(await faultsOf(page, shot)));
      expect(faults).toEqual([]);
    });
});

/** Loaded once, then turned and dimmed in place as people do it. */
async function faultsOf(page: Page, shot: Shot): Promise<string[]> {
  const faults: string[] = [];
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  await page.setViewportSize(desktop);
  await page.goto(`/${(shot.at?.(filled) ?? shot.route).replace(/^\//, "")}`);
  await settle(page);
  if (!(await page.getByRole("heading", { level: 1 }).first().isVisible())) faults.push("no title");
  for (const size of [desktop, phone]) {
    await page.setViewportSize(size);
    await drawn(page);
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (wider > 0) faults.push(`${size.width}: ${wider} px too wide`);
    // What a theme changes is colours; the rest of the rules would only find the same again.
    for (const [theme, rules] of [["light"], ["dark", ["color-contrast"]]] as const) {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
      await drawn(page);
      // On a slow machine a transition may begin after those frames: what counts is what stays.
      let found = await seriousFaults(page, rules && [...rules]);
      if (found.length > 0) {
        await settle(page);
        found = await seriousFaults(page, rules && [...rules]);
      }
      faults.push(...found.map((fault) => `${size.width} ${theme}: ${fault}`));
    }
  }
  return faults.map((fault) => `${nameOf(shot)}: ${fault}`);
}
