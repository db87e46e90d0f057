import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { password, signUp } from "./people";
import { test as base, expect, Server } from "./server";

type Claims = Record<string, unknown>;
type Mock = {
  issuer: {
    url: string;
    keys: { generate: (algorithm: string) => Promise<unknown> };
    buildToken: (how: { scopesOrTransform: (_: unknown, claims: Claims) => void }) => Promise<string>;
  };
  start: (port: number, host: string) => Promise<void>;
  stop: () => Promise<void>;
};
// The black-box tests' own: one provider of bent answers is enough.
const blackBox = createRequire(join(import.meta.dirname, "../../server/tests/blackbox/package.json"));
const { OAuth2Server } = blackBox("oauth2-mock-server") as { OAuth2Server: new () => Mock };

const nina = { sub: "tap-1", email: "tap@example.org", email_verified: true, name: "Nina Tap" };

/** Speaks as Google's script does, from an origin of its own; a press on its button is the tap. */
const script = `{
  const here = new URL(".", document.currentScript.src);
  let asked;
  globalThis.google = { accounts: { id: {
    initialize: (options) => { asked = options; },
    cancel: () => document.querySelector("#one-tap")?.remove(),
    prompt: () => {
      const box = document.createElement("aside");
      box.id = "one-tap";
      box.setAttribute("aria-label", "Sign in with Google");
      const frame = document.createElement("iframe");
      frame.src = new URL("frame", here);
      frame.title = "Google";
      const button = document.createElement("button");
      button.textContent = "Continue as Nina";
      button.onclick = async () => {
        const answer = await fetch(new URL("token?" + new URLSearchParams({ nonce: asked.nonce, aud: asked.client_id }), here));
        const credential = await answer.text();
        google.said = { fedcm: asked.use_fedcm_for_prompt, nonce: asked.nonce };
        asked.callback({ credential });
      };
      box.append(frame, button);
      document.body.append(box);
    },
  } } };
}`;

class Google {
  readonly asked: string[] = [];
  claims: Claims = nina;
  private constructor(
    private readonly mock: Mock,
    private readonly files: ReturnType<typeof createServer>,
  ) {}

  static async start() {
    const mock = new OAuth2Server();
    await mock.issuer.keys.generate("RS256");
    await mock.start(0, "127.0.0.1");
    const files = createServer();
    const google = new Google(mock, files);
    files.on("request", async (request, response) => {
      const url = new URL(request.url ?? "/", "http://google.invalid");
      google.asked.push(url.pathname);
      response.setHeader("Access-Control-Allow-Origin", "*");
      if (url.pathname === "/gsi/client") response.setHeader("Content-Type", "text/javascript").end(script);
      else if (url.pathname === "/gsi/token") response.end(await google.token(url.searchParams));
      else response.setHeader("Content-Type", "text/html").end("<title>Google</title>");
    });
    await new Promise<void>((ready) => files.listen(0, "127.0.0.1", ready));
    return google;
  }

  private token = (query: URLSearchParams) =>
    this.mock.issuer.buildToken({
      scopesOrTransform: (_, claims) =>
        Object.assign(claims, { aud: query.get("aud"), nonce: query.get("nonce"), ...this.claims }),
    });

  get folder() {
    return `http://127.0.0.1:${(this.files.address() as AddressInfo).port}/gsi/`;
  }

  get settings() {
    return {
      AX_GOOGLE_ISSUER: this.mock.issuer.url,
      AX_GOOGLE_CLIENT_ID: "google-client",
      AX_GOOGLE_ONE_TAP: `${this.folder}client`,
    };
  }

  async stop() {
    this.files.close();
    await this.mock.stop();
  }
}

const test = base.extend<object, { google: Google; server: Server }>({
  google: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the braces
    async ({}, use) => {
      const google = await Google.start();
      await use(google);
      await google.stop();
    },
    { scope: "worker" },
  ],
  server: [
    async ({ google }, use) => {
      const server = await Server.start(google.settings);
      await use(server);
      await server.stop();
    },
    { scope: "worker" },
  ],
});

const offered = (page: Page) => page.getByRole("complementary", { name: "Sign in with Google" });
const tap = (page: Page) => offered(page).getByRole("button", { name: "Continue as Nina" }).click();

test("one tap on the home page makes an account, one on the sign-in page signs in", async ({
  watched: page,
  google,
}) => {
  google.claims = nina;
  const home = await page.goto("/");
  const policy = home?.headers()["content-security-policy"] ?? "";
  expect(policy).toContain(`script-src 'self' ${google.folder}client;`);
  expect(policy).toContain(`connect-src 'self' ${google.folder};`);
  expect(policy).toContain(`frame-src 'self' ${google.folder};`);
  const sent = page.waitForRequest(/auth\/google\/$/);
  await tap(page);
  const { credential, attempt } = (await sent).postDataJSON();
  expect(await page.evaluate(() => (window as unknown as { google: { said: object } }).google.said)).toEqual({
    fedcm: true,
    nonce: JSON.parse(atob(credential.split(".")[1].replaceAll("-", "+").replaceAll("_", "/"))).nonce,
  });
  await expect(page).toHaveURL(/sign-in\/external/);
  await expect(page.getByLabel("Your name")).toHaveValue("Nina Tap");
  await page.getByRole("checkbox").check();
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page).toHaveURL(/\/student/);

  const again = await page.request.post("/api/v1/auth/google/", {
    data: { credential, attempt, client: "api" },
  });
  expect(again.status()).toBe(410);

  // Who is signed in is left alone, and so is whoever has left for another page.
  await page.goto("/");
  await page.waitForLoadState("networkidle");
  await expect(offered(page)).toHaveCount(0);

  await page.context().clearCookies();
  await page.evaluate(() => localStorage.clear());
  await page.goto("/sign-in?next=%2Faccount");
  await tap(page);
  await expect(page).toHaveURL(/\/account/);
});

test("an address that has an account is sent to its owner; what is wrong is said on the page", async ({
  watched: page,
  server,
  google,
}) => {
  const email = await signUp(page, server);
  await page.context().clearCookies();
  await page.evaluate(() => localStorage.clear());
  google.claims = { ...nina, sub: "tap-2", aud: "somebody-else" };
  await page.goto("/sign-in");
  await tap(page);
  await expect(page.getByRole("alert")).toContainText("We could not make sure that it is you.");
  google.claims = { ...nina, sub: "tap-2", email };
  await page.goto("/sign-up");
  await tap(page);
  await expect(page.getByText(email)).toBeVisible();
  await page.goto("/sign-in");
  await expect(offered(page)).toBeVisible();
  await page.getByLabel("E-mail or ID").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).not.toHaveURL(/sign-in/);
  await expect(offered(page)).toHaveCount(0);
});

test("nothing of Google's is loaded for who saves data or asks for privacy", async ({
  browser,
  server,
  google,
}) => {
  for (const wish of ["saveData", "globalPrivacyControl"]) {
    const page = await browser.newPage({ baseURL: server.url });
    await page.addInitScript((name) => {
      const value = name === "saveData" ? { saveData: true } : true;
      Object.defineProperty(navigator, name === "saveData" ? "connection" : name, { value });
    }, wish);
    google.asked.length = 0;
    await page.goto("/sign-in", { waitUntil: "networkidle" });
    await expect(page.getByRole("link", { name: "Continue with Google" })).toBeVisible();
    expect(google.asked, wish).toEqual([]);
    await page.close();
  }
});

test("it is off where only the button is set up", async ({ browser, google }) => {
  const server = await Server.start({ ...google.settings, AX_GOOGLE_ONE_TAP: "" });
  const page = await browser.newPage({ baseURL: server.url });
  google.asked.length = 0;
  const answer = await page.goto("/sign-in", { waitUntil: "networkidle" });
  expect(answer?.headers()["content-security-policy"]).not.toContain("/gsi/");
  await expect(page.getByRole("link", { name: "Continue with Google" })).toBeVisible();
  expect(google.asked).toEqual([]);
  await page.close();
  await server.stop();
});
