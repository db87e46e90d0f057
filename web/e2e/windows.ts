import type { Browser, BrowserContextOptions, Page } from "@playwright/test";
import { demo, signIn } from "./people";

export type Who = "visitor" | "student" | "mentor" | "staff";
export const desktop = { width: 1280, height: 800 };
export const phone = { width: 390, height: 844 };

/** One browser window for each of them, signed in once. */
export async function openWindows(
  browser: Browser,
  baseURL: string,
  options: BrowserContextOptions = {},
): Promise<Record<Who, Page>> {
  const open = async (who?: string) => {
    const context = await browser.newContext({
      baseURL,
      viewport: desktop,
      locale: "en-GB",
      reducedMotion: "reduce",
      ...options,
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

export const closeWindows = (windows: Record<Who, Page>) =>
  Promise.all(Object.values(windows).map((page) => page.context().close()));

/** Its title is there and nothing is on its way any more; what never comes is left as it is. */
export async function settle(page: Page) {
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
  await drawn(page);
}

/** What came last is drawn in the second frame at the latest, and has stopped moving. */
export const drawn = (page: Page) =>
  page.evaluate(async () => {
    for (let frame = 0; frame < 2; frame += 1) await new Promise((next) => requestAnimationFrame(next));
    await Promise.allSettled(document.getAnimations().map((running) => running.finished));
  });
