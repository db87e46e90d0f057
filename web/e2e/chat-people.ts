import type { Browser, BrowserContextOptions, Locator, Page } from "@playwright/test";
import { demo, signIn, signUp } from "./people";
import { expect, type Server, watch } from "./server";

/** Two people in two browsers. */
export type Side = { page: Page; faults: string[]; end: () => Promise<void> };

async function open(browser: Browser, server: Server, options: BrowserContextOptions = {}): Promise<Side> {
  const context = await browser.newContext({
    baseURL: server.url,
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    ...options,
  });
  const page = await context.newPage();
  const faults = watch(page);
  return { page, faults, end: () => context.close() };
}

/** A new student, Nina Berger. */
export async function aStudent(browser: Browser, server: Server, options?: BrowserContextOptions) {
  const side = await open(browser, server, options);
  await signUp(side.page, server);
  return side;
}

export async function aMentor(
  browser: Browser,
  server: Server,
  mail: string,
  options?: BrowserContextOptions,
) {
  const side = await open(browser, server, options);
  await signIn(side.page, mail, demo.password);
  return side;
}

export const field = (page: Page, thread = false) =>
  page.getByPlaceholder(thread ? "Answer in the thread" : "Write a message");
export const log = (page: Page) => page.getByRole("log").first();
/** The first that says so: a later one may quote it. */
export const message = (page: Page, text: string): Locator =>
  log(page).getByRole("article").filter({ hasText: text }).first();

export async function say(page: Page, text: string) {
  await field(page).fill(text);
  // By finger, Enter begins a new line.
  const byFinger = await page.evaluate(() => matchMedia("(pointer: coarse)").matches);
  if (byFinger) await page.getByRole("button", { name: "Send" }).tap();
  else await field(page).press("Enter");
}

/** The number of the conversation that is open. */
export const conversationOf = (page: Page) => Number(new URL(page.url()).pathname.split("/").at(-1));

/** From the mentor's page to the conversation, with a first message. */
export async function begin(page: Page, mentor: string, text: string) {
  await page.goto(`/mentors/${mentor}`);
  await page.getByRole("link", { name: "Message", exact: true }).click();
  await expect(page).toHaveURL(/\/chat\/\d+$/);
  await say(page, text);
  await expect(message(page, text).getByRole("img", { name: "Sent" })).toBeVisible();
}

/** The mentor takes the request of the newest stranger and is in the conversation afterwards. */
export async function accept(page: Page) {
  await page.goto("/chat");
  await page.getByRole("button", { name: /^Message requests/ }).click();
  await page.getByRole("list", { name: "Message requests" }).getByRole("link").first().click();
  await page.getByRole("button", { name: "Accept" }).click();
  await expect(field(page)).toBeVisible();
}

/** What the log shows from top to bottom. */
export const texts = (page: Page) =>
  log(page)
    .getByRole("article")
    .evaluateAll((rows) => rows.map((row) => row.querySelector("p")?.textContent ?? ""));

/** Many messages at once, past the page: said by whoever is signed in on it. */
export async function sayMany(page: Page, conversation: number, count: number, prefix: string) {
  await page.evaluate(
    async ({ conversation, count, prefix }) => {
      const { token } = JSON.parse(localStorage.getItem("ax.session") ?? "{}") as { token: string };
      for (let n = 1; n <= count; n += 1) {
        const answer = await fetch(`/api/v1/chat/conversations/${conversation}/messages/`, {
          method: "POST",
          headers: { Authorization: `Token ${token}`, "Content-Type": "application/json" },
          body: JSON.stringify({ text: `${prefix} ${n}`, client_key: `${prefix}-key-${n}` }),
        });
        if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
      }
    },
    { conversation, count, prefix },
  );
}
