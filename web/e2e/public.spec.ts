import type { Page } from "@playwright/test";
import { aMentor } from "./chat-people";
import { demo } from "./people";
import { expect, expectAccessible, test } from "./server";
import { phone } from "./windows";

test("the footer leads everywhere, and the services are those of real mentors", async ({ watched: page }) => {
  await page.goto("/");
  const footer = page.getByRole("contentinfo");
  for (const [link, heading] of [
    ["About", "About"],
    ["Services", "Services"],
    ["Contact", "Contact"],
    ["Terms", "Terms"],
    ["Privacy", "Privacy"],
    ["Service status", "Service status"],
  ] as const) {
    await footer.getByRole("link", { name: link, exact: true }).click();
    await expect(page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
  }
  await page.goto("/services");
  await expect(page.getByRole("table")).toContainText("₹");
  await page
    .getByRole("link", { name: /, \d+ mentors?$/ })
    .first()
    .click();
  await expect(page).toHaveURL(/\/mentors\?skill=/);
});

test("the newsletter: subscribed by the link in the mail only, and ended with one click", async ({
  watched: page,
  server,
}) => {
  const email = `reader.${Date.now()}@example.org`;
  await page.goto("/about");
  await page.getByLabel("Your e-mail address").fill(email);
  await page.getByRole("button", { name: "Subscribe" }).click();
  await expect(page.getByRole("status").filter({ hasText: email })).toBeVisible();
  await page.goto(await server.linkInMail(email));
  await expect(page.getByRole("heading", { name: "You are subscribed" })).toBeVisible();
  await expectAccessible(page);
  server.run(["newsletter", "send", "--subject", "What is new"], "Nina has joined.\n\nMore soon.");
  await expect.poll(() => server.linkInMail(email)).toContain("/newsletter/unsubscribe");
  await page.goto(await server.linkInMail(email));
  await page.getByRole("main").getByRole("button", { name: "Unsubscribe" }).click();
  await expect(page.getByRole("heading", { name: "You are unsubscribed" })).toBeVisible();
});

test("a visitor writes, the staff read it and mark it as handled", async ({
  browser,
  server,
  watched: page,
}) => {
  await page.setViewportSize(phone);
  await page.goto("/contact");
  await page.getByRole("button", { name: "Send message" }).click();
  await expect(page.getByLabel("Your name")).toHaveAttribute("aria-invalid", "true");
  const main = page.getByRole("main");
  await page.getByLabel("Your name").fill("Nina Berger");
  await main.getByLabel("Your e-mail address").fill("nina.berger@example.org");
  await page.getByLabel("What is it about?").selectOption("Press and partners");
  await page.getByLabel("Your message").fill("<img src=x onerror=alert(1)> May we write about you?");
  await page.getByRole("button", { name: "Send message" }).click();
  await expect(page.getByText("Your message is with us")).toBeVisible();

  const staff = await aMentor(browser, server, demo.staff);
  await staff.page.goto("/staff/contact");
  const row = staff.page.getByRole("article", { name: "Nina Berger" });
  await expect(row).toContainText("<img src=x onerror=alert(1)> May we write about you?");
  await expectAccessible(staff.page);
  await row.getByRole("button", { name: "Mark as handled" }).click();
  await expect(staff.page.getByText("Nothing waits")).toBeVisible();
  await staff.page.getByRole("tab", { name: "Handled" }).click();
  await expect(row).toContainText("Handled by");
  expect(staff.faults).toEqual([]);
  await staff.end();
});

test("maintenance reaches open clients, keeps what was typed, and lets the staff in", async ({
  browser,
  server,
  watched: page,
}) => {
  const mentor = await aMentor(browser, server, demo.mentor);
  await mentor.page.goto("/mentor/profile");
  await expect(mentor.page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.goto("/contact");
  await page.getByLabel("Your message").fill("Half a sentence");
  server.run(["site", "maintenance", "on", "--message", "Back at ten."]);
  try {
    const closed = (at: Page) => at.getByRole("heading", { name: "We are working on AspireX" });
    await expect(closed(mentor.page)).toBeVisible({ timeout: 8_000 });
    await expect(mentor.page.getByText("Back at ten.")).toBeVisible();
    await expectAccessible(mentor.page);
    const refused = await page.request.get("/api/v1/mentors/");
    expect(refused.status()).toBe(503);
    expect(refused.headers()["retry-after"]).toBe("60");
    expect(refused.headers()["content-type"]).toContain("application/problem+json");
    // A visitor's next call brings the news.
    await page.getByLabel("Your name").fill("Nina");
    await page.getByRole("main").getByLabel("Your e-mail address").fill("nina@example.org");
    await page.getByRole("button", { name: "Send message" }).click();
    await expect(closed(page)).toBeVisible();
    const staff = await aMentor(browser, server, demo.staff);
    await staff.page.goto("/staff/contact");
    await expect(staff.page.getByRole("heading", { name: "Contact messages" })).toBeVisible();
    await expect(staff.page.getByText("Back at ten.")).toBeVisible();
    await staff.end();
  } finally {
    server.run(["site", "maintenance", "off"]);
  }
  await expect(mentor.page.getByRole("heading", { name: "We are working on AspireX" })).toBeHidden();
  await expect(page.getByLabel("Your message")).toHaveValue("Half a sentence", { timeout: 20_000 });
  await expect(page.getByLabel("Your message")).toBeVisible({ timeout: 20_000 });
  expect(mentor.faults).toEqual([]);
  await mentor.end();
});

test("a mentor's page tells robots who it is about; what is not there is 404", async ({ watched: page }) => {
  const answer = await page.goto("/mentors/M000001");
  const html = (await answer?.text()) ?? "";
  const name = await page.getByRole("heading", { level: 1 }).textContent();
  expect(html).toContain(`<title>${name} · AspireX</title>`);
  const data = JSON.parse(html.match(/<script type="application\/ld\+json">(.*?)<\/script>/s)?.[1] ?? "{}");
  expect(data.mainEntity.name).toBe(name);
  expect(html).toContain('<meta property="og:title"');
  const index = await (await page.request.get("/sitemap.xml")).text();
  expect(index).toContain("/sitemaps/mentors-0.xml");
  expect(await (await page.request.get("/sitemaps/mentors-0.xml")).text()).toContain("/mentors/M000001<");
  expect(await (await page.request.get("/robots.txt")).text()).toContain("/sitemap.xml");
  const missing = await page.goto("/mentors/M999999");
  expect(missing?.status()).toBe(404);
  await page.goto("/no/such/page");
  await expect(page.getByText("/no/such/page")).toBeVisible();
  await expectAccessible(page);
});

test("the API page lists the endpoints", async ({ watched: page }) => {
  await page.goto("/api/docs/");
  await page.getByLabel("Find an endpoint").fill("hold");
  await page.getByText("Hold a free time while paying").click();
  await expect(page.getByText("booking.slot_taken", { exact: false })).toBeVisible();
});

test("what a page consists of and asks first is on its way before the shell has run", async ({
  watched: page,
}) => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  // The shell is held back: whatever is asked for meanwhile does not wait for it.
  let release = () => {};
  const held = new Promise<void>((done) => {
    release = done;
  });
  await page.route(/\/assets\/index-.*\.js$/, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto("/mentors/M000001", { waitUntil: "commit" });
  await expect.poll(() => asked.some((path) => path.startsWith("/assets/mentor-"))).toBe(true);
  await expect.poll(() => asked).toContain("/api/v1/mentors/M000001/");
  release();
  await expect(page.getByRole("heading", { name: "Asha Menon", level: 1 })).toBeVisible();
  const twice = asked.filter(
    (path) => path === "/api/v1/mentors/M000001/" || path === "/api/v1/site-status/",
  );
  expect(twice.sort()).toEqual(["/api/v1/mentors/M000001/", "/api/v1/site-status/"]);
});
