import { aMentor, aStudent } from "./chat-people";
import { demo, signUp } from "./people";
import { expect, expectAccessible, test } from "./server";

const overflow = "document.documentElement.scrollWidth - window.innerWidth";

/** The browser that answers is that of the page: one call of the API, signed in as whoever is on it. */
const asked = (page: import("@playwright/test").Page, method: string, path: string, body?: unknown) =>
  page.evaluate(
    async ({ method, path, body }) => {
      const { token } = JSON.parse(localStorage.getItem("ax.session") ?? "{}") as { token: string };
      const answer = await fetch(`/api/v1${path}`, {
        method,
        headers: { Authorization: `Token ${token}`, "Content-Type": "application/json" },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
      return answer.status === 204 ? null : ((await answer.json()) as { id: number });
    },
    { method, path, body },
  );

const aPost = (page: import("@playwright/test").Page, title: string) =>
  asked(page, "POST", "/community/posts/", {
    title,
    text: "Some words.",
    tags: [],
    draft: false,
    client_key: `notices-${title}`,
  });

test("likes are one line that unfolds; somebody follows an author and reads them", async ({
  browser,
  server,
}) => {
  const asha = await aMentor(browser, server, demo.mentor);
  const nina = await aStudent(browser, server);
  const staff = await aMentor(browser, server, demo.staff);
  const post = await aPost(asha.page, "What I learned");

  await nina.page.goto("/community?feed=following");
  await expect(nina.page.getByText("Nothing from authors you follow")).toBeVisible();
  await nina.page.goto(`/community/${post?.id}`);
  await nina.page.getByRole("button", { name: "Follow Asha Menon" }).click();
  const following = nina.page.getByRole("button", { name: "Following Asha Menon" });
  await expect(following).toHaveAttribute("aria-pressed", "true");
  await expect(nina.page.getByText("1 follower")).toBeVisible();
  await expectAccessible(nina.page);
  await nina.page.goto("/community?feed=following");
  await expect(nina.page.getByRole("link", { name: "What I learned" })).toBeVisible();
  await expectAccessible(nina.page);

  for (const { page } of [nina, staff]) await asked(page, "PUT", `/community/posts/${post?.id}/like/`);
  await asha.page.goto("/notifications");
  await expect(asha.page.getByRole("link", { name: "2 people like your post" })).toBeVisible();
  await asha.page.getByRole("button", { name: "See all 2: 2 people like your post" }).click();
  const likes = asha.page.getByRole("listitem").filter({ hasText: "2 people like your post" });
  await expect(likes.getByRole("link", { name: /^(New: )?Nina Berger likes your post$/ })).toBeVisible();
  await expect(likes.getByRole("link", { name: /likes your post$/ })).toHaveCount(2);
  await expectAccessible(asha.page);
  await asha.page.setViewportSize({ width: 390, height: 844 });
  expect(await asha.page.evaluate(overflow)).toBeLessThanOrEqual(0);
  await asha.page.getByRole("button", { name: 'Mark "2 people like your post" as read' }).click();
  await expect(likes.getByRole("button", { name: /^Mark / })).toHaveCount(0);

  expect([...asha.faults, ...nina.faults, ...staff.faults]).toEqual([]);
  await Promise.all([asha.end(), nina.end(), staff.end()]);
});

test("five thousand posts leave the page small, and back is the place one came from", async ({
  browser,
  server,
}) => {
  test.setTimeout(180_000);
  const staff = await aMentor(browser, server, demo.staff);
  const { page } = staff;
  const post = await aPost(page, "The first of many");
  server.script(`
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
    INSERT INTO post (author_id, title, text, html, opening, tags, official, client_key, created_at, published_at,
                      heat, likes, comments, views, edits)
    SELECT author_id, 'Crowd ' || i, text, html, '', '', 0, 'crowd-' || i, created_at - i * 1000,
           published_at - i * 1000, heat - i * 1000, 0, 0, 0, 0 FROM post, n WHERE post.id = ${post?.id}`);
  await page.goto("/community");
  await expect(page.getByRole("link", { name: "The first of many" })).toBeVisible();
  for (let i = 0; i < 12; i += 1) {
    await page.mouse.wheel(0, 3_000);
    await page.waitForFunction((y) => window.scrollY > y, i * 1_500);
  }
  await expect.poll(() => page.getByRole("article").count()).toBeLessThan(30);
  // A wheel's turn goes on for some frames after it, and takes rows out of the page as they leave the view.
  await page.waitForFunction(
    () =>
      new Promise((settled) => {
        const y = window.scrollY;
        setTimeout(() => settled(window.scrollY === y), 300);
      }),
  );
  const title = await page.evaluate(() => {
    const inView = (link: Element) => {
      const { top, bottom } = link.getBoundingClientRect();
      return top > 100 && bottom < window.innerHeight - 100;
    };
    const links = [...document.querySelectorAll("article a")].filter((one) =>
      /^Crowd \d+$/.test(one.textContent),
    );
    return links.find(inView)?.textContent ?? "";
  });
  const link = page.getByRole("link", { name: title, exact: true });
  const before = (await link.boundingBox())?.y ?? 0;
  await link.click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  await page.getByRole("link", { name: "All posts" }).click();
  const again = page.getByRole("link", { name: title, exact: true });
  await expect(again).toBeInViewport();
  await expect.poll(async () => Math.abs(((await again.boundingBox())?.y ?? 0) - before)).toBeLessThan(5);
  await expect.poll(() => page.getByRole("article").count()).toBeLessThan(30);
  expect(staff.faults).toEqual([]);
  server.script("DELETE FROM post WHERE client_key LIKE 'crowd-%'");
  await staff.end();
});

test("somebody chooses the daily mail and its hour, and sees what was sent", async ({
  watched: page,
  server,
}) => {
  const email = await signUp(page, server);
  await page.setViewportSize({ width: 390, height: 844 });
  await asked(page, "POST", "/auth/forgot-password/", { email });
  await expect(async () => {
    await page.goto("/account");
    await expect(page.getByText(`Mail to ${email}`).first()).toBeVisible({ timeout: 3_000 });
  }).toPass();
  const daily = page.getByRole("switch", { name: "Community in the daily mail" });
  await daily.click();
  await expect(daily).toBeChecked();
  await page.getByRole("switch", { name: "Community by push" }).click();
  await page.getByLabel("When the daily mail comes").selectOption("7");
  await expect(page.getByText("The daily mail comes at the new time.").first()).toBeVisible();
  await expect(page.getByRole("heading", { name: "Recently sent to you" })).toBeVisible();
  await page.reload();
  await expect(daily).toBeChecked();
  await expect(page.getByRole("switch", { name: "Community by push" })).not.toBeChecked();
  await expect(page.getByLabel("When the daily mail comes")).toHaveValue("7");
  expect(await page.evaluate(overflow)).toBeLessThanOrEqual(0);
  await expectAccessible(page);
});

test("a browser that blocks notifications is told how to allow them", async ({ browser, server }) => {
  const nina = await aStudent(browser, server);
  const { page } = nina;
  await page.addInitScript(() => {
    Object.defineProperty(Notification, "permission", { get: () => "denied" });
  });
  await page.goto("/account#notifications");
  await expect(page.getByText("Notifications of this site are blocked", { exact: false })).toBeVisible();
  await expect(page.getByRole("button", { name: "Push to this browser" })).toHaveCount(0);
  await nina.end();
});

test("the worker shows what a push says, in place of the one before, and something whatever it says", async ({
  browser,
  server,
}) => {
  const context = await browser.newContext({ baseURL: server.url, permissions: ["notifications"] });
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await page.goto("/");
  const registered = new Promise<string>((found) =>
    devtools.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      const ours = registrations.find((one) => !one.isDeleted);
      if (ours) found(ours.registrationId);
    }),
  );
  await devtools.send("ServiceWorker.enable");
  await page.evaluate(async () => {
    await navigator.serviceWorker.register("/push-sw.js");
    await navigator.serviceWorker.ready;
  });
  const registrationId = await registered;
  const push = (data: string) =>
    devtools.send("ServiceWorker.deliverPushMessage", { origin: server.url, registrationId, data });
  const shown = () =>
    page.evaluate(async () =>
      (await (await navigator.serviceWorker.ready).getNotifications()).map((one) => [one.title, one.body]),
    );
  await push(
    JSON.stringify({ title: "Bela likes your post", body: "First", link: "/community/7", tag: "a" }),
  );
  await expect.poll(shown).toEqual([["Bela likes your post", "First"]]);
  await push(
    JSON.stringify({ title: "Bela likes your post", body: "Second", link: "/community/7", tag: "a" }),
  );
  await expect.poll(shown).toEqual([["Bela likes your post", "Second"]]);
  await push("not json");
  await expect
    .poll(async () => (await shown()).map(([title]) => title).sort())
    .toEqual(["AspireX", "Bela likes your post"]);
  await context.close();
});
