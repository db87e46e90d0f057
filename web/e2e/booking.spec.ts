import { demo, holdATime, payWith, signIn, signUp } from "./people";
import { expect, expectAccessible, Server, test } from "./server";

test("a visitor signs up, finds a mentor, pays, and both sides see the session", async ({
  watched: page,
  server,
  browser,
}) => {
  const email = await signUp(page, server);
  await page.goto("/mentors");
  await page.getByRole("searchbox").first().fill("system design");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/q=system/);
  await page
    .getByRole("link", { name: /Asha Menon/ })
    .first()
    .click();
  await expect(page.getByRole("heading", { name: "Asha Menon", level: 1 })).toBeVisible();
  await holdATime(page);
  await expectAccessible(page);

  await payWith(page, /^Pay now$/);
  await expect(page.getByRole("heading", { name: "Your session is booked" })).toBeVisible();
  await expect(page).not.toHaveURL(/#/);
  await page.reload();
  await expect(page.getByRole("heading", { name: "Your session is booked" })).toBeVisible();
  await expectAccessible(page);

  await page.goto("/student");
  await expect(page.getByText(/Asha Menon/).first()).toBeVisible();
  await expectAccessible(page);

  const mentor = await browser.newPage({ baseURL: server.url });
  await signIn(mentor, demo.mentor, demo.password);
  await mentor.goto("/mentor");
  await expect(mentor.getByText(/Nina Berger/).first()).toBeVisible();
  await mentor.goto("/notifications");
  await expect(mentor.getByText("Nina Berger booked a session with you").first()).toBeVisible();
  await mentor.close();

  await page.goto(`/sandbox/mail/?to=${encodeURIComponent(email)}`);
  await page.getByRole("link", { name: /Your session with Asha Menon is confirmed/ }).click();
  await expect(
    page.getByText(/^Your session with Asha Menon is confirmed\s+System design interview/),
  ).toBeVisible();
  await expect(page.getByText(/METHOD:REQUEST/)).toBeVisible();
  await expectAccessible(page);
});

test("a payment that fails can be tried again", async ({ watched: page, server }) => {
  await signUp(page, server);
  await holdATime(page, "M000002");
  await payWith(page, /^Let the payment fail/);
  await expect(page.getByText("The payment did not go through.", { exact: false })).toBeVisible();
  await payWith(page, /^Pay now$/);
  await expect(page.getByRole("heading", { name: "Your session is booked" })).toBeVisible();
});

test("a payer who closes the window finds the session booked by the webhook", async ({
  watched: page,
  server,
}) => {
  await signUp(page, server);
  await holdATime(page, "M000003");
  await payWith(page, /^Pay, then close the window/);
  await expect(page.getByRole("heading", { name: "Your session is booked" })).toBeVisible();
});

test("a hold that nobody pays runs out and says so", async ({ browser }) => {
  const brief = await Server.start({ AX_HOLD_SECONDS: "4" });
  const page = await browser.newPage({ baseURL: brief.url });
  await signUp(page, brief);
  await holdATime(page);
  await expect(page.getByRole("heading", { name: "The hold ran out" })).toBeVisible();
  await page.getByRole("link", { name: /See other times of/ }).click();
  await expect(page).toHaveURL(/\/mentors\/M000001/);
  await page.close();
  await brief.stop();
});

test("cancelling in time sends the money back", async ({ watched: page, server }) => {
  await signUp(page, server);
  await page.goto("/mentors/M000005");
  // At least two days ahead, on every day of a month: free to cancel.
  await page.getByRole("button", { name: "Month after" }).click();
  const grid = page.getByRole("table", { name: "Days with free times" });
  await grid
    .getByRole("button", { name: /\d+ free times?$/ })
    .nth(3)
    .click();
  await page
    .getByRole("button", { name: /^\d{1,2}:\d{2}/ })
    .first()
    .click();
  await page.getByRole("button", { name: "Hold for 10 minutes and pay" }).click();
  await payWith(page, /^Pay now$/);
  await page.getByRole("link", { name: "See the session" }).click();
  await page.getByRole("button", { name: "Cancel this session" }).first().click();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel the session" }).click();
  await expect(page.getByText(/sent back|on its way back/).first()).toBeVisible();
});
