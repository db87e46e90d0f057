import { password, signUp } from "./people";
import { expect, expectAccessible, test } from "./server";

test("a token for a program is made, shown once, works within its scopes, and is revoked", async ({
  watched: page,
  server,
}) => {
  test.setTimeout(120_000);
  const email = await signUp(page, server);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/account");
  const part = page.getByRole("region", { name: "API tokens" });
  await part.scrollIntoViewIfNeeded();
  await expect(part).toContainText("No program acts for you.");
  await expect(part.getByRole("link", { name: "What the API offers" })).toHaveAttribute("href", "/api/docs/");

  await part.getByRole("button", { name: "Make a token" }).click();
  await part.getByRole("checkbox", { name: /^Read/ }).uncheck();
  await part.getByLabel("Current password").fill("not my password");
  await part.getByRole("button", { name: "Make the token" }).click();
  await expect(part.getByText("This is needed.")).toBeVisible();
  await expect(part.getByText("Choose at least 1.")).toBeVisible();
  await part.getByLabel("What it is for").fill("Backups at home");
  await part.getByRole("checkbox", { name: /^Read/ }).check();
  await part.getByLabel("Ends after").selectOption("90 days");
  await part.getByRole("button", { name: "Make the token" }).click();
  await expect(part).toContainText("This is not your current password.");
  await expectAccessible(page);
  await part.getByLabel("Current password").fill(password);
  await part.getByRole("button", { name: "Make the token" }).click();

  const token = await part.getByLabel("Your new token").inputValue();
  expect(token).toMatch(/^axp_r_\w+$/);
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await part.getByRole("button", { name: "Copy" }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(token);
  await expectAccessible(page);
  await part.getByRole("button", { name: "I have kept it" }).click();
  await expect(part.getByLabel("Your new token")).toHaveCount(0);
  await expect(part.getByRole("listitem")).toContainText("Backups at home");
  await expect(part.getByRole("listitem")).toContainText("never used");

  const headers = { authorization: `Token ${token}` };
  const me = () => page.request.get(`${server.url}/api/v1/auth/me/`, { headers });
  expect((await (await me()).json()).email).toBe(email);
  const refused = await page.request.post(`${server.url}/api/v1/support/tickets/`, { headers, data: {} });
  expect([refused.status(), (await refused.json()).fields]).toEqual([
    403,
    [{ field: "scope", reason: "write" }],
  ]);

  await page.reload();
  await expect(part.getByRole("listitem")).toContainText("last used");
  await part.getByRole("button", { name: "Revoke Backups at home" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await expect(part).toContainText("No program acts for you.");
  expect((await me()).status()).toBe(401);
});
