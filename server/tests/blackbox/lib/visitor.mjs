import assert from "node:assert/strict";
import { CookieBrowser } from "./cookie-browser.mjs";
import { passRealProvider } from "./oidc-providers.mjs";

/** A browser at our site: what the client would ask, with what a browser adds. */
export class Visitor extends CookieBrowser {
  constructor(server) {
    super();
    this.server = server;
  }

  async ask(method, path, body, headers = {}) {
    const response = await this.fetch(`${this.server.url}/api/v1${path}`, {
      method,
      headers: { "content-type": "application/json", origin: this.server.url, ...headers },
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, body: text ? JSON.parse(text) : null, cookies: response.headers.getSetCookie() };
  }

  /** To the provider and back; gives our callback's address, not yet opened. */
  async away(provider, login, query = "") {
    const start = `${this.server.url}/api/auth/${provider}/start/${query}`;
    const home = `${this.server.url}/api/auth/${provider}/callback/`;
    if (provider === "oidc") return passRealProvider(this, start, login, home);
    return (await this.go(start, (there) => there.startsWith(home))).url;
  }

  /** Where our callback sends the browser. */
  async back(callback) {
    const response = await this.fetch(callback);
    assert.equal(response.status, 303);
    return response.headers.get("location");
  }

  finish(more = {}) {
    return this.ask("POST", "/auth/external/finish/", { client: "browser", ...more });
  }
}

/** What an account needs beside a provider's word. */
export const newcomer = { role: "student", name: "Nina New", accepted_terms: true, time_zone: "Europe/Berlin" };
