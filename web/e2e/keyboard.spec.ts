import type { Locator, Page } from "@playwright/test";
import { demo, password, signIn, signUp } from "./people";
import { expect, test } from "./server";
import { phone } from "./windows";

const hasFocus = (element: Element) => element === document.activeElement;

/** Tab until it has the focus, as somebody without a mouse does: what Tab never reaches fails, and so does a trap. */
async function tabTo(page: Page, target: Locator, most = 100) {
  await expect(target).toBeVisible();
  for (let presses = 0; presses < most; presses += 1) {
    await page.keyboard.press("Tab");
    if (await target.evaluate(hasFocus)) return;
  }
  throw new Error(`${target} is not within ${most} presses of Tab`);
}

async function press(page: Page, target: Locator) {
  await tabTo(page, target);
  await page.keyboard.press("Enter");
}

async function type(page: Page, target: Locator, text: string) {
  await tabTo(page, target);
  await page.keyboard.type(text);
}

test("from the front page to the confirmed session by keyboard alone", async ({
  watched: page,
  server,
  browser,
}) => {
  const before = await browser.newPage({ baseURL: server.url });
  const email = await signUp(before, server);
  await before.close();

  await page.goto("/");
  await press(page, page.getByRole("banner").getByRole("link", { name: "Sign in" }));
  await type(page, page.getByLabel("E-mail or ID"), email);
  await type(page, page.getByLabel("Password", { exact: true }), password);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/student$/);

  await press(
    page,
    page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Find mentors" }),
  );
  await type(page, page.getByRole("main").getByRole("searchbox"), "system design");
  await expect(page).toHaveURL(/q=system/);
  await press(page, page.getByRole("main").getByRole("link", { name: "Asha Menon" }).first());
  await expect(page.getByRole("heading", { name: "Asha Menon", level: 1 })).toBeVisible();

  // The calendar is one stop, and opens on the first day with free times; arrows go to the days beside it.
  const days = page.getByRole("table", { name: "Days with free times" });
  const free = days.getByRole("button", { pressed: true, name: /\d+ free times?$/ });
  await tabTo(page, free);
  const day = (await free.getAttribute("data-date")) ?? "";
  const visited = days.locator(":focus"); // at the end of a month it is in another, where another is chosen
  await page.keyboard.press("ArrowRight");
  await expect(visited).not.toHaveAttribute("data-date", day);
  await page.keyboard.press("ArrowLeft");
  await expect(visited).toHaveAttribute("data-date", day);
  await page.keyboard.press("Enter");
  await press(page, page.getByRole("button", { name: /^\d{1,2}:\d{2}/ }).first());

  await expect(page.getByRole("heading", { name: "Is this right?" })).toBeFocused();
  await type(page, page.getByLabel("What is it about?"), "How to start");
  await press(page, page.getByRole("button", { name: /^Hold for .+ and pay$/ }));
  await expect(page.getByRole("heading", { name: "Pay for your session" })).toBeVisible();
  await press(page, page.getByRole("button", { name: /^Pay / }));
  await expect(page.getByRole("heading", { name: "Sandbox checkout" })).toBeVisible();
  await press(page, page.getByRole("button", { name: /^Pay now$/ }));

  await expect(page.getByRole("heading", { name: "Your session is booked" })).toBeVisible();
  await press(page, page.getByRole("link", { name: "See the session" }));
  await expect(page).toHaveURL(/\/sessions\/\d+$/);
  await expect(page.getByText("Confirmed").first()).toBeVisible();
});

test("a visitor reaches every public page from the menu of a phone, by keyboard", async ({
  watched: page,
}) => {
  await page.setViewportSize(phone);
  await page.goto("/");
  for (const [link, heading] of [
    ["Mentors", "Find a mentor"],
    ["Events", "Events"],
    ["Community", "Community"],
    ["About", "About"],
    ["Services", "Services"],
    ["Contact", "Contact"],
    ["Sign in", "Welcome back"],
    ["Create an account", "Create your account"],
  ] as const) {
    const menu = page.getByRole("banner").getByRole("button", { name: "Menu" });
    if (await menu.isHidden()) await page.goto("/");
    await press(page, menu);
    const names = page.getByRole("banner").getByRole("navigation", { name: "Main" });
    await press(page, names.getByRole("link", { name: link, exact: true }));
    await expect(page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
    await expect(names).toBeHidden();
  }
});

test("a mentor reaches on a phone, by keyboard, what the sidebar of a wide window has", async ({
  watched: page,
}) => {
  await page.setViewportSize(phone);
  await signIn(page, demo.mentor, demo.password);
  const bar = page.getByRole("navigation", { name: "Main" });
  for (const [link, heading] of [
    ["Calendar", "Calendar"],
    ["Services", "Services"],
    ["Earnings", "Earnings"],
    ["Feedback", "Feedback"],
    ["Profile", "Your profile"],
  ] as const) {
    await press(page, bar.getByRole("button", { name: "More" }));
    const entry = page.getByRole("menuitem", { name: link, exact: true });
    await expect(entry).toBeVisible();
    for (let presses = 0; presses < 12 && !(await entry.evaluate(hasFocus)); presses += 1)
      await page.keyboard.press("ArrowDown");
    await expect(entry).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
  }
});
