import { once } from "node:events";
import { createServer } from "node:http";
import Provider from "oidc-provider";
import { freePort } from "./server.mjs";

/** A certified OpenID Connect provider with its own sign-in and consent pages. Whoever signs in there has `people[login]`. */
export async function realProvider(redirectUri, people) {
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}`;
  const provider = new Provider(issuer, {
    clients: [
      { client_id: "aspirex", client_secret: "a secret: with signs&", redirect_uris: [redirectUri] },
      { client_id: "other", client_secret: "x".repeat(32), redirect_uris: ["http://127.0.0.1:1/"] },
    ],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...people[id] }) }),
    cookies: { keys: ["only for this test"] },
    pkce: { required: () => true },
  });
  const http = provider.listen(port, "127.0.0.1");
  await once(http, "listening");
  return { issuer, close: () => (http.closeAllConnections(), http.close()) };
}

/** Types the name into the provider's page and agrees; gives the address that it sends the browser back to. */
export async function passRealProvider(browser, url, login, home) {
  const back = (there) => there.startsWith(home);
  let at = await browser.go(url, back);
  while (at.response) {
    const page = await at.response.text();
    const action = page.match(/<form[^>]* action="([^"]+)"/)?.[1]?.replaceAll("&amp;", "&");
    if (!action) throw new Error(`no form at ${at.url}: ${page.slice(0, 2000)}`);
    const prompt = page.match(/name="prompt" value="(\w+)"/)[1];
    const form = new URLSearchParams({ prompt, ...(prompt === "login" && { login, password: "any" }) });
    const target = new URL(action, at.url).href;
    const answer = await browser.fetch(target, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: form.toString(),
    });
    at = await browser.go(new URL(answer.headers.get("location"), target).href, back);
  }
  return at.url;
}

/** One that breaks as told: `faults` says for each path what happens there. */
export async function faultyProvider() {
  const faults = {};
  const http = createServer((request, response) => {
    const path = new URL(request.url, "http://here").pathname;
    const fault = faults[path] ?? faults["*"];
    if (fault === "hang") return;
    if (fault === "garbage") return response.end("<html>\0\xff not JSON");
    if (fault === "error") return response.writeHead(500).end("{}");
    if (fault === "redirect") return response.writeHead(302, { location: "http://169.254.169.254/" }).end();
    if (fault === "half") return response.writeHead(200, { "content-length": "1000" }).write("{");
    if (fault === "gigabyte") {
      const block = Buffer.alloc(1 << 20, "[");
      response.writeHead(200, { "content-length": String(1 << 30) });
      const more = () => {
        while (response.writable && response.write(block));
      };
      response.on("drain", more);
      return more();
    }
    const issuer = `http://127.0.0.1:${http.address().port}`;
    const answers = {
      "/.well-known/openid-configuration": {
        issuer: fault === "other" ? "https://accounts.google.com" : issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/jwks`,
      },
      "/jwks": { keys: [] },
      "/token": { access_token: "a", id_token: "e30.e30.e30", token_type: "Bearer" },
    };
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(answers[path] ?? {}));
  }).listen(0, "127.0.0.1");
  await once(http, "listening");
  return {
    issuer: `http://127.0.0.1:${http.address().port}`,
    faults,
    close: () => (http.closeAllConnections(), http.close()),
  };
}
