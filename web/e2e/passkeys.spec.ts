import type { Page } from "@playwright/test";
import { password, signUp } from "./people";
import { test as base, expect, expectAccessible, Server } from "./server";
import { shownFor } from "./totp";

// Passkeys are bound to a name; a number is none.
const test = base.extend<object, { server: Server }>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the braces
    async ({}, use) => {
      const server = await Server.start({}, "localhost");
      await use(server);
      await server.stop();
    },
    { scope: "worker" },
  ],
});

/** Chromium's own authenticator in the place of a fingerprint reader. */
async function giveAuthenticator(page: Page) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  const { authenticatorId } = await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    count: async () =>
      (await devtools.send("WebAuthn.getCredentials", { authenticatorId })).credentials.length,
    verifies: (isUserVerified: boolean) =>
      devtools.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified }),
    answers: (enabled: boolean) =>
      devtools.send("WebAuthn.setAutomaticPresenceSimulation", { authenticatorId, enabled }),
  };
}

/** A browser that does not offer passkeys among names: the authenticator of a test would choose at once. */
const offerNothing = (page: Page) =>
  page.addInitScript(() => {
    PublicKeyCredential.isConditionalMediationAvailable = async () => false;
  });

async function addPasskey(page: Page) {
  await page.goto("/account");
  const part = page.getByRole("region", { name: "Passkeys" });
  await part.getByRole("button", { name: "Add a passkey" }).click();
  await part.getByLabel("Current password").fill(password);
  await part.getByRole("button", { name: "Go on" }).click();
  await expect(part).toContainText("Not used yet");
  return part;
}

async function signOut(page: Page) {
  await page.context().clearCookies();
  await page.evaluate(() => localStorage.clear());
  await page.goto("/sign-in");
}

test("a passkey is added, signs in alone and beside the password, is renamed and removed", async ({
  watched: page,
  server,
}) => {
  await offerNothing(page);
  const device = await giveAuthenticator(page);
  const email = await signUp(page, server);
  await page.goto("/account");
  const part = page.getByRole("region", { name: "Passkeys" });
  await expect(part).toContainText("You have no passkeys yet.");
  await part.getByRole("button", { name: "Add a passkey" }).click();
  await expectAccessible(page);
  await part.getByLabel("Name").fill("Nina's laptop");
  await part.getByLabel("Current password").fill("not my password");
  await part.getByRole("button", { name: "Go on" }).click();
  await expect(part).toContainText("This is not your current password.");
  await part.getByLabel("Current password").fill(password);
  await part.getByRole("button", { name: "Go on" }).click();
  await expect(part).toContainText("Not used yet");
  await expect(part).toContainText("Nina's laptop");
  expect(await device.count()).toBe(1);
  await expectAccessible(page);

  // The same device again: the browser knows that it has one.
  await part.getByRole("button", { name: "Add a passkey" }).click();
  await part.getByLabel("Current password").fill(password);
  await part.getByRole("button", { name: "Go on" }).click();
  await expect(part).toContainText("This device has a passkey for your account already.");
  await part.getByRole("button", { name: "Cancel" }).click();

  await signOut(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectAccessible(page);
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await expect(page).not.toHaveURL(/sign-in/);

  // Two-step sign-in: the passkey alone is enough, and stands for the code.
  await page.goto("/account");
  await expect(part).toContainText("Last used");
  const factor = page.getByRole("region", { name: "Two-step sign-in" });
  await factor.getByRole("button", { name: "Set up" }).click();
  await factor.getByLabel("Current password").fill(password);
  await factor.getByRole("button", { name: "Next" }).click();
  const key = (await factor.locator("code").textContent()) ?? "";
  await factor.getByLabel("Code that the app shows").fill(shownFor(key, -1));
  await factor.getByRole("button", { name: "Switch on" }).click();
  await factor.getByRole("button", { name: "I have kept them" }).click();
  await signOut(page);
  await page.getByLabel("E-mail or ID").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByLabel("Code")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Use a passkey instead" }).click();
  await expect(page).not.toHaveURL(/sign-in/);
  await signOut(page);
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await expect(page).not.toHaveURL(/sign-in/);

  await page.goto("/account");
  await part.getByRole("button", { name: "Rename Nina's laptop" }).click();
  await part.getByLabel("Name").fill("Old laptop");
  await part.getByRole("button", { name: "Save name" }).click();
  await part.getByRole("button", { name: "Remove Old laptop" }).click();
  await part.getByLabel("Current password").fill(password);
  await part.getByLabel("Code of the app, or a recovery code").fill(shownFor(key));
  await expectAccessible(page);
  await part.getByRole("button", { name: "Remove" }).click();
  await expect(part).toContainText("You have no passkeys yet.");

  await signOut(page);
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await expect(page.getByRole("alert")).toContainText("This passkey is not known here any more.");
});

test("the browser offers passkeys where the name is typed", async ({ watched: page, server }) => {
  const device = await giveAuthenticator(page);
  await signUp(page, server);
  const part = await addPasskey(page);
  await signOut(page);
  await expect(page).not.toHaveURL(/sign-in/);

  // Who clicks the button instead is asked by it, and not twice.
  await device.answers(false);
  await signOut(page);
  await expect(page.getByLabel("E-mail or ID")).toHaveAttribute("autocomplete", "username webauthn");
  await page.waitForLoadState("networkidle");
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await device.answers(true);
  await expect(page).not.toHaveURL(/sign-in/);

  await page.goto("/account");
  await part.getByRole("button", { name: /^Remove/ }).click();
  await part.getByLabel("Current password").fill(password);
  await part.getByRole("button", { name: "Remove" }).click();
  await expect(part).toContainText("You have no passkeys yet.");
  await signOut(page);
  await expect(page.getByRole("alert")).toContainText("This passkey is not known here any more.");
  await expectAccessible(page);
});

test("without fingerprint, face or PIN a passkey signs nobody in", async ({ watched: page, server }) => {
  await offerNothing(page);
  const device = await giveAuthenticator(page);
  await signUp(page, server);
  await addPasskey(page);
  await signOut(page);
  await device.verifies(false);
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await expect(page.getByRole("alert")).toContainText("Your device was not asked to the end");
});
