import { aMentor } from "./chat-people";
import { demo, holdATime, payWith, signUp } from "./people";
import { expect, expectAccessible, test } from "./server";

const overflow = "document.documentElement.scrollWidth - window.innerWidth";

test("somebody chooses what to be told, ends mails by a link, and reads one by one", async ({
  watched: page,
  server,
  browser,
}) => {
  const email = await signUp(page, server);
  await page.goto("/account#notifications");
  const reminders = page.getByRole("switch", { name: "Reminders by mail" });
  await expect(reminders).toBeChecked();
  await reminders.click();
  await expect(reminders).not.toBeChecked();
  await expect(page.getByRole("row", { name: /Security/ })).toContainText("Always");
  await page.getByRole("switch", { name: "Quiet time for mails" }).click();
  await page.getByLabel("Until").fill("08:30");
  await page.getByRole("button", { name: "Save quiet time" }).click();
  await expect(page.getByText("Quiet time saved.").first()).toBeVisible();
  await expectAccessible(page);
  await page.reload();
  await expect(reminders).not.toBeChecked();
  await expect(page.getByLabel("Until")).toHaveValue("08:30");

  await holdATime(page);
  await payWith(page, /^Pay now$/);
  await expect(page.getByText(/confirmed/i).first()).toBeVisible();
  await page.goto("/notifications");
  await expect(page.getByRole("heading", { name: "Today" })).toBeVisible();
  await expect(page.getByText("Your session with Asha Menon is confirmed")).toBeVisible();
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(overflow)).toBeLessThanOrEqual(0);
  await expectAccessible(page);
  await page.getByRole("button", { name: /^Mark "Your session/ }).click();
  await expect(page.getByRole("button", { name: "Mark all as read" })).toBeHidden();
  await page.goto("/account#notifications");
  await expect(reminders).toBeVisible();
  expect(await page.evaluate(overflow)).toBeLessThanOrEqual(0);

  await page.goto(`/sandbox/mail/?to=${encodeURIComponent(email)}`);
  await page.getByRole("link", { name: /is confirmed/ }).click();
  const text = await page.locator("body").textContent();
  const frames = await Promise.all(page.frames().map((frame) => frame.content()));
  const link = /https?:\/\/[^\s"<]+\/unsubscribe\?token=[\w.-]+/.exec([text, ...frames].join("\n"))?.[0];
  expect(link).toBeTruthy();
  const stranger = await browser.newPage({ baseURL: server.url });
  await stranger.goto(link ?? "");
  await expect(stranger.getByRole("heading", { name: "Mails about: Sessions" })).toBeVisible();
  await expectAccessible(stranger);
  await stranger.getByRole("button", { name: "End these mails" }).click();
  await expect(stranger.getByText("Ended.", { exact: false })).toBeVisible();
  await stranger.goto("/unsubscribe?token=nobodys");
  await expect(stranger.getByText("This link does not work.", { exact: false })).toBeVisible();
  await stranger.close();
  await page.goto("/account#notifications");
  await expect(page.getByRole("switch", { name: "Sessions by mail" })).not.toBeChecked();
  await expect(page.getByRole("switch", { name: "Sessions in the product" })).toBeChecked();
});

test("a mentor reads everything at once", async ({ browser, server }) => {
  const asha = await aMentor(browser, server, demo.mentor);
  await asha.page.goto("/notifications");
  await asha.page.getByRole("button", { name: "Mark all as read" }).click();
  await expect(asha.page.getByRole("button", { name: "Mark all as read" })).toBeHidden();
  expect(asha.faults).toEqual([]);
  await asha.end();
});

test("a student marks a mentor and finds them again", async ({ watched: page, server }) => {
  await signUp(page, server);
  await page.goto("/favourites");
  await expect(page.getByText("No favourites yet")).toBeVisible();
  await page.goto("/mentors/M000001");
  const heart = page.getByRole("button", { name: "Favourite: Asha Menon" });
  await expect(heart).toHaveAttribute("aria-pressed", "false");
  await heart.click();
  await expect(heart).toHaveAttribute("aria-pressed", "true");
  await expect(heart).toBeEnabled();
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/favourites");
  await expect(page.getByRole("link", { name: "Asha Menon" })).toBeVisible();
  await expect(heart).toHaveAttribute("aria-pressed", "true");
  expect(await page.evaluate(overflow)).toBeLessThanOrEqual(0);
  await expectAccessible(page);
  await heart.click();
  await expect(page.getByText("No favourites yet")).toBeVisible();
});
