import type { Page } from "@playwright/test";
import { demo, signIn } from "./people";
import { expect, test } from "./server";

/** Keeps the client's code back until it is let go. */
async function hold(page: Page): Promise<() => void> {
  let letGo = () => {};
  const gone = new Promise<void>((done) => {
    letGo = done;
  });
  await page.route(/\/assets\/index-.*\.js$/, async (route) => {
    await gone;
    await route.continue();
  });
  return letGo;
}

test("public pages can be read and left before the client is there", async ({ browser, server }) => {
  const context = await browser.newContext({ baseURL: server.url, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.getByRole("contentinfo").getByRole("link", { name: "Privacy" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Privacy" })).toBeVisible();
  await page.goto("/mentors/M000001");
  await expect(page.getByRole("heading", { level: 1, name: "Asha Menon" })).toBeVisible();
  await page.goto("/community/1");
  await expect(page.locator("[data-first=html] p").first()).not.toBeEmpty();
  await page.goto("/community?tag=welcome");
  await expect(page.locator("[data-first-paint]")).toHaveCount(0); // the latest are not what was asked for
  await page.goto("/mentors/M999999");
  await expect(page.locator("[data-first-paint]")).toHaveCount(0);
  await context.close();
});

test("what is typed waits until it is kept, and nothing moves when the client comes", async ({
  watched: page,
}) => {
  const letGo = await hold(page);
  await page.goto("/sign-in");
  const title = page.getByRole("heading", { level: 1 });
  await expect(title).toBeVisible();
  const before = await title.boundingBox();
  const [first] = await Promise.all([page.locator("input").first().getAttribute("readonly"), letGo()]);
  expect(first).not.toBeNull();
  await page.getByLabel("E-mail or ID").fill("nobody@example.org");
  await expect(page.locator("[data-first-paint]")).toHaveCount(0);
  await expect(page.getByLabel("E-mail or ID")).toHaveValue("nobody@example.org");
  expect(await title.boundingBox()).toEqual(before);
});

test("a page asks for nothing twice", async ({ page }) => {
  const asked: string[] = [];
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (request.method() === "GET" && url.pathname.startsWith("/api/")) asked.push(url.pathname + url.search);
  });
  for (const path of [
    "/",
    "/mentors",
    "/mentors/M000001",
    "/events",
    "/events/1",
    "/community",
    "/community/1",
    "/services",
  ]) {
    asked.length = 0;
    await page.goto(path);
    await expect(page.locator("[data-first-paint]")).toHaveCount(0);
    await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
    expect(
      asked.filter((one, i) => asked.indexOf(one) !== i),
      path,
    ).toEqual([]);
  }
});

test("who is signed in never sees the page of a visitor", async ({ watched: page }) => {
  await signIn(page, demo.student, demo.password);
  const letGo = await hold(page);
  await page.goto("/mentors", { waitUntil: "commit" });
  await expect(page.locator("[data-first-paint]")).toBeAttached();
  await expect(page.locator("[data-first-paint]")).toBeHidden();
  letGo();
  await expect(page.getByRole("navigation", { name: "Main" }).first()).toBeVisible();
  await expect(page.locator("[data-first-paint]")).toHaveCount(0);
});
