import { expect, type Page } from "@playwright/test";
import type { Server } from "./server";

export const password = "quiet-harbour-lamp-7";
export const demo = {
  password: "river-lantern-42",
  mentor: "asha@demo.aspirex.example",
  student: "ravi@demo.aspirex.example",
  staff: "staff@demo.aspirex.example",
};

let made = 0;

/** Signs up as a student through the pages and the mail; ends signed in. */
export async function signUp(page: Page, server: Server): Promise<string> {
  const email = `student${++made}.${Date.now()}@example.org`;
  await page.goto("/sign-up");
  await page.getByLabel("Your name").fill("Nina Berger");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("checkbox").check();
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByRole("heading", { name: "Check your mail" })).toBeVisible();
  await page.goto(await server.linkInMail(email));
  await expect(page.getByRole("heading", { name: "Your address is confirmed" })).toBeVisible();
  return email;
}

export async function signIn(page: Page, identifier: string, secret: string) {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail or ID").fill(identifier);
  await page.getByLabel("Password", { exact: true }).fill(secret);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).not.toHaveURL(/sign-in/);
}

/** From the mentor's page to the payment page of a fresh hold. */
export async function holdATime(page: Page, mentor = "M000001") {
  await page.goto(`/mentors/${mentor}`);
  const grid = page.getByRole("table", { name: "Days with free times" });
  await grid
    .getByRole("button", { name: /\d+ free times?$/ })
    .first()
    .click();
  await page
    .getByRole("button", { name: /^\d{1,2}:\d{2}/ })
    .first()
    .click();
  await page.getByLabel("What is it about?").fill("How to start");
  await page.getByRole("button", { name: /^Hold for .+ and pay$/ }).click();
  await expect(page).toHaveURL(/\/bookings\/\d+\/payment/);
  await expect(page.getByRole("heading", { name: "Pay for your session" })).toBeVisible();
}

/** Opens the sandbox checkout and decides. */
export async function payWith(page: Page, choice: RegExp) {
  await page.getByRole("button", { name: /^Pay / }).click();
  await expect(page.getByRole("heading", { name: "Sandbox checkout" })).toBeVisible();
  await page.getByRole("button", { name: choice }).click();
}
