import { password, signIn, signUp } from "./people";
import { expect, expectAccessible, test } from "./server";
import { shownFor } from "./totp";

test("signing in asks for the app's code, a recovery code opens once, and it can be switched off", async ({
  watched: page,
  server,
}) => {
  test.setTimeout(120_000);
  const email = await signUp(page, server);
  await page.goto("/account");
  const part = page.getByRole("region", { name: "Two-step sign-in" });
  await expect(part).toContainText("Signing in needs your password only.");
  await part.getByRole("button", { name: "Set up" }).click();
  await part.getByLabel("Current password").fill("not my password");
  await part.getByRole("button", { name: "Next" }).click();
  await expect(part).toContainText("This is not your current password.");
  await part.getByLabel("Current password").fill(password);
  await part.getByRole("button", { name: "Next" }).click();
  await expect(part.getByRole("img", { name: "QR code for your authenticator app" })).toBeVisible();
  await expectAccessible(page);
  const key = (await part.locator("code").textContent()) ?? "";
  await part.getByLabel("Code that the app shows").fill("000000");
  await part.getByRole("button", { name: "Switch on" }).click();
  await expect(part).toContainText("This code is not right");
  await part.getByLabel("Code that the app shows").fill(shownFor(key));
  await part.getByRole("button", { name: "Switch on" }).click();
  await expect(part.getByRole("heading", { name: "Your recovery codes" })).toBeVisible();
  await expectAccessible(page);
  const codes = await part.getByRole("listitem").allInnerTexts();
  expect(codes).toHaveLength(10);
  await part.getByRole("button", { name: "I have kept them" }).click();
  await expect(part).toContainText("10 recovery codes are left.");

  // Somewhere else: the password alone is not enough.
  const other = await (await page.context().browser()?.newContext({ baseURL: server.url }))?.newPage();
  if (!other) throw new Error("no second browser");
  await other.setViewportSize({ width: 390, height: 844 });
  await other.goto("/sign-in");
  await other.getByLabel("E-mail or ID").fill(email);
  await other.getByLabel("Password", { exact: true }).fill(password);
  await other.getByRole("button", { name: "Sign in" }).click();
  await expect(other.getByLabel("Code")).toBeFocused();
  await expectAccessible(other);
  await other.getByLabel("Code").fill("123456");
  await other.keyboard.press("Enter");
  await expect(other.getByText("This code is not right")).toBeVisible();
  await other.getByLabel("Code").fill(codes[0]?.toLowerCase() ?? "");
  await other.keyboard.press("Enter");
  await expect(other).not.toHaveURL(/sign-in/);
  await other.goto("/account");
  const there = other.getByRole("region", { name: "Two-step sign-in" });
  await expect(there).toContainText("9 recovery codes are left.");

  await there.getByRole("button", { name: "Switch off" }).click();
  await there.getByLabel("Current password").fill(password);
  await there.getByLabel("Code of the app, or a recovery code").fill(shownFor(key, 1));
  await there.getByRole("button", { name: "Switch off" }).click();
  await expect(there).toContainText("Signing in needs your password only.");
  await other.context().clearCookies();
  await other.evaluate(() => localStorage.clear());
  await signIn(other, email, password);
  await other.context().close();
});
