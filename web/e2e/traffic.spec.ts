import type { Browser, Page } from "@playwright/test";
import { aMentor } from "./chat-people";
import { demo } from "./people";
import { expect, expectAccessible, type Server, test, watch } from "./server";

// A browser that says it is driven by a program is a robot, and robots do not count.
const userAgent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

test.use({ apart: "traffic" });

type Privacy = { navigator?: "doNotTrack" | "globalPrivacyControl"; headers?: Record<string, string> };

/** The client is alive and has nothing left to do: what it does then has been begun. */
async function untilIdle(page: Page) {
  await page.waitForLoadState("networkidle");
  await page.evaluate(() => new Promise((idle) => requestIdleCallback(idle)));
}

/** Visits three pages and leaves; returns what was told of it, and the faults. */
async function visit(browser: Browser, server: Server, { navigator, headers }: Privacy = {}) {
  const context = await browser.newContext({ baseURL: server.url, userAgent, extraHTTPHeaders: headers });
  if (navigator)
    await context.addInitScript(
      (name) =>
        Object.defineProperty(Navigator.prototype, name, { get: () => (name === "doNotTrack" ? "1" : true) }),
      navigator,
    );
  const told: Record<string, unknown>[] = [];
  const loaded: string[] = [];
  context.on("request", (request) => {
    const { pathname } = new URL(request.url());
    loaded.push(pathname);
    if (pathname === "/api/v1/traffic/") told.push(request.postDataJSON());
  });
  const vitalsOf = (route: string) => told.find((one) => one.route === route && one.vitals)?.vitals;
  const page = await context.newPage();
  const faults = watch(page);
  await page.goto("/about");
  await expect(page.getByRole("heading", { level: 1, name: "About" })).toBeVisible();
  if (navigator) await untilIdle(page);
  else await expect.poll(() => told.length).toBe(1);
  await page.getByRole("contentinfo").getByRole("link", { name: "Contact", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Contact" })).toBeVisible();
  await page.goto("/mentors/M000001");
  await expect(page.getByRole("heading", { level: 1, name: "Asha Menon" })).toBeVisible();
  if (navigator) await untilIdle(page);
  else await expect.poll(() => told.filter(({ view }) => view).length).toBe(3);
  // What a page tells while it is left goes out under the browser's own name, a robot's: this one is only hidden.
  await page.evaluate(() => {
    Object.defineProperty(document, "visibilityState", { get: () => "hidden" });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  if (!navigator) await expect.poll(() => vitalsOf("/mentors/:mentor")).toBeDefined();
  await context.close();
  expect(faults).toEqual([]);
  return { told, loaded, vitalsOf };
}

test("a visit is counted by routes and shown to the staff; who asks for privacy is counted nowhere", async ({
  browser,
  server,
}) => {
  const { told, vitalsOf } = await visit(browser, server);
  expect(told.filter(({ view }) => view).map(({ route }) => route)).toEqual([
    "/about",
    "/contact",
    "/mentors/:mentor",
  ]);
  expect(told[0]).toEqual({ route: "/about", device: "desktop", view: true, language: "en" });
  expect(vitalsOf("/mentors/:mentor")).toMatchObject({ cls: expect.any(Number), ttfb: expect.any(Number) });
  expect(JSON.stringify(told)).not.toContain("M000001");

  for (const name of ["doNotTrack", "globalPrivacyControl"] as const) {
    const quiet = await visit(browser, server, { navigator: name });
    expect(quiet.told, name).toEqual([]);
    expect(
      quiet.loaded.filter((path) => /traffic/.test(path)),
      "not even the code of it",
    ).toEqual([]);
  }
  // A browser that has the header alone tells, and the server counts nothing of it.
  await visit(browser, server, { headers: { "sec-gpc": "1" } });

  const staff = await aMentor(browser, server, demo.staff, { userAgent });
  await staff.page.goto("/staff/traffic?range=7");
  const pages = staff.page.getByRole("table", { name: "Most viewed pages" });
  await expect(pages.getByRole("row", { name: /^\/mentors\/:mentor 1$/ })).toBeVisible();
  await expect(pages.getByRole("row", { name: /^\/about 1$/ })).toBeVisible();
  const speed = staff.page.getByRole("table", { name: "Core Web Vitals by page" });
  await expect(
    speed.getByRole("row", { name: /^\/mentors\/:mentor .*(Good|Needs work|Poor)/ }),
  ).toBeVisible();
  await staff.page.getByRole("button", { name: "Show as table" }).first().click();
  await expectAccessible(staff.page);
  const [file] = await Promise.all([
    staff.page.waitForEvent("download"),
    staff.page.getByRole("button", { name: "Save as CSV" }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/^traffic-.*\.csv$/);
  await staff.page.setViewportSize({ width: 390, height: 844 });
  expect(
    await staff.page.evaluate("document.documentElement.scrollWidth - window.innerWidth"),
  ).toBeLessThanOrEqual(0);
});
