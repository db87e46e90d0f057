import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, describe, test } from "node:test";
import { OAuth2Server } from "oauth2-mock-server";
import { codeOf } from "./lib/authenticator.mjs";
import { Client, mails, password, signUp } from "./lib/client.mjs";
import { CookieBrowser } from "./lib/cookie-browser.mjs";
import { faultyProvider, passRealProvider, realProvider } from "./lib/oidc-providers.mjs";
import { until } from "./lib/poll.mjs";
import { freePort, Server } from "./lib/server.mjs";

const base64url = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** A browser at our site: what the client would ask, with what a browser adds. */
class Visitor extends CookieBrowser {
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

const newcomer = { role: "student", name: "Nina New", accepted_terms: true, time_zone: "Europe/Berlin" };

describe("sign-in with other providers", () => {
  let server, real, mock;
  const people = {
    nina: { email: "Nina@Example.org", email_verified: true, name: "Nina" },
    unproven: { email: "unproven@example.org", email_verified: false, name: "U" },
  };

  before(async () => {
    server = new Server({});
    server.port = await freePort();
    real = await realProvider(`${server.url}/api/auth/oidc/callback/`, people);
    mock = new OAuth2Server();
    await mock.issuer.keys.generate("RS256");
    await mock.start(0, "127.0.0.1");
    Object.assign(server.env, {
      AX_OIDC_NAME: "Campus",
      AX_OIDC_ISSUER: real.issuer,
      AX_OIDC_CLIENT_ID: "aspirex",
      AX_OIDC_CLIENT_SECRET: "a secret: with signs&",
      AX_GOOGLE_ISSUER: mock.issuer.url,
      AX_GOOGLE_CLIENT_ID: "google-client",
    });
    await server.launch();
  });
  after(async () => {
    await server?.stop();
    real?.close();
    await mock?.stop();
  });

  describe("oidc-provider", () => {
    let spent;

    test("both are offered", async () => {
      const { items } = await new Client(server).ok("GET", "/auth/providers/");
      assert.deepEqual(items, [
        { id: "google", name: "Google" },
        { id: "oidc", name: "Campus" },
      ]);
    });

    test("a new address becomes an account, and no secret was ever in an address of ours", async () => {
      const nina = new Visitor(server);
      const callback = await nina.away("oidc", "nina", "?next=/mentors%3Fq%3Da");
      spent = { callback, jar: new Map(nina.jar(server.url)) };
      assert.equal(await nina.back(callback), "/sign-in/external?next=%2Fmentors%3Fq%3Da");
      const external = await nina.ask("GET", "/auth/external/");
      assert.deepEqual(external.body, {
        provider: "Campus",
        email: "nina@example.org",
        name: "Nina",
        step: "sign_up",
        ticket: null,
      });
      assert.equal((await nina.finish()).body.reason, "auth.sign_up_needed");
      assert.equal((await nina.ask("POST", "/auth/external/finish/", newcomer, { origin: "https://evil.example" })).body.reason, "auth.csrf");
      const signedIn = await nina.finish(newcomer);
      assert.equal(signedIn.status, 200, JSON.stringify(signedIn.body));
      assert.equal(signedIn.body.user.email, "nina@example.org");
      assert.equal(signedIn.body.refresh_token, null);
      assert.ok(signedIn.cookies.some((c) => c.startsWith("ax_refresh=") && /HttpOnly; SameSite=Strict/.test(c)));
      assert.equal((await new Client(server, signedIn.body.token).get("/auth/me/")).status, 200);
      const ours = nina.seen.filter((url) => url.startsWith(server.url)).join(" ");
      for (const secret of [signedIn.body.token, ...nina.jar(server.url).values()]) assert.ok(!ours.includes(secret));
      assert.equal((await nina.finish(newcomer)).status, 410, "a ticket works once");
    });

    test("then the provider's word signs in", async () => {
      const nina = new Visitor(server);
      assert.equal(await nina.back(await nina.away("oidc", "nina")), "/sign-in/external");
      assert.equal((await nina.ask("GET", "/auth/external/")).body.step, "sign_in");
      assert.equal((await nina.finish()).body.user.name, "Nina New");
    });

    test("the way's cookie is Lax, HttpOnly and short", async () => {
      const response = await fetch(`${server.url}/api/auth/oidc/start/`, { redirect: "manual" });
      assert.equal(response.status, 302);
      assert.match(response.headers.getSetCookie()[0], /^ax_way=[^;]+; Path=\/api\/; Max-Age=600; HttpOnly; SameSite=Lax$/);
      const there = new URL(response.headers.get("location")).searchParams;
      assert.equal(there.get("code_challenge_method"), "S256");
      assert.ok(there.get("state").length >= 43 && there.get("nonce").length >= 43);
    });

    test("nothing of a way works twice, or in another browser", async () => {
      const thief = new Visitor(server);
      for (const [name, value] of spent.jar) thief.jar(server.url).set(name, value);
      assert.equal(await thief.back(spent.callback), "/sign-in?problem=external_expired", "cookie and address again");

      const code = new URL(spent.callback).searchParams.get("code");
      const again = new Visitor(server);
      const fresh = new URL(await again.away("oidc", "nina"));
      const own = fresh.searchParams.get("code");
      fresh.searchParams.set("code", code);
      assert.equal(await again.back(fresh.href), "/sign-in?problem=provider_refused", "a code that was used");

      const victim = new Visitor(server);
      const attackers = await again.away("oidc", "nina");
      assert.equal(await victim.back(attackers), "/sign-in?problem=external_expired", "no cookie");
      await victim.fetch(`${server.url}/api/auth/oidc/start/`);
      assert.equal(await victim.back(attackers), "/sign-in?problem=external_expired", "another way's cookie");
      const wrong = new URL(await again.away("oidc", "nina"));
      wrong.pathname = "/api/auth/google/callback/";
      assert.equal(await again.back(wrong.href), "/sign-in?problem=external_expired", "another provider's callback");
      assert.ok(own);
    });

    test("an answer in another issuer's name is refused (RFC 9207)", async () => {
      for (const change of [(q) => q.set("iss", mock.issuer.url), (q) => q.delete("iss")]) {
        const visitor = new Visitor(server);
        const callback = new URL(await visitor.away("oidc", "nina"));
        change(callback.searchParams);
        assert.equal(await visitor.back(callback.href), "/sign-in?problem=provider_refused");
      }
    });

    test("who stops there is told so", async () => {
      const visitor = new Visitor(server);
      const callback = new URL(await visitor.away("oidc", "nina"));
      callback.searchParams.delete("code");
      callback.searchParams.set("error", "access_denied");
      assert.equal(await visitor.back(callback.href), "/sign-in?problem=sign_in_cancelled");
    });

    test("`next` stays on this site", async () => {
      for (const next of ["//evil.example", "https://evil.example", "/\\evil.example", "/%0d%0aSet-Cookie:x=1", "x"]) {
        const visitor = new Visitor(server);
        const callback = await visitor.away("oidc", "nina", `?next=${encodeURIComponent(next)}`);
        const location = await visitor.back(callback);
        assert.match(location, /^\/sign-in\/external(\?next=%2F%250d%250aSet-Cookie%3Ax%3D1)?$/, next);
      }
    });

    test("an address that is not verified makes nothing", async () => {
      const visitor = new Visitor(server);
      assert.equal(await visitor.back(await visitor.away("oidc", "unproven")), "/sign-in?problem=email_unverified");
    });

    test("an account is never linked by its address alone, but by its owner; a code is still asked for", async () => {
      const owner = await signUp(server);
      people.owner = { email: owner.email, email_verified: true, name: "Somebody" };
      const stranger = new Visitor(server);
      await stranger.back(await stranger.away("oidc", "owner"));
      assert.equal((await stranger.ask("GET", "/auth/external/")).body.step, "link_first");
      assert.equal((await stranger.finish(newcomer)).body.reason, "auth.link_first");

      const mine = new Visitor(server);
      const authorization = `Token ${owner.token}`;
      const begin = (secret) =>
        mine.ask("POST", "/auth/identities/link/", { provider: "oidc", password: secret }, { authorization });
      assert.equal((await begin("not the password")).status, 422);
      const { url } = (await begin(password)).body;
      const home = `${server.url}/api/auth/oidc/callback/`;
      assert.equal(await mine.back(await passRealProvider(mine, url, "owner", home)), "/account?linked=yes");
      const linked = await owner.ok("GET", "/auth/identities/");
      assert.equal(linked.items[0].provider, "Campus");
      assert.deepEqual(linked.more.map(({ id }) => id), ["google"]);
      await until("the mail", async () =>
        (await mails(server, owner.email)).find(({ subject }) => subject.includes("Another way to sign in")),
      );

      const taken = new Visitor(server);
      const other = await signUp(server);
      const second = await taken.ask("POST", "/auth/identities/link/", { provider: "oidc", password }, { authorization: `Token ${other.token}` });
      assert.equal(await taken.back(await passRealProvider(taken, second.body.url, "owner", home)), "/account?problem=identity_taken");

      const offer = await owner.ok("POST", "/auth/second-factor/begin/", { password });
      const { codes } = await owner.ok("POST", "/auth/second-factor/confirm/", { code: codeOf(offer.secret) });
      const again = new Visitor(server);
      await again.back(await again.away("oidc", "owner"));
      assert.equal((await again.finish()).body.reason, "auth.second_factor_needed");
      assert.equal((await again.finish({ code: "000000" })).body.fields[0].reason, "wrong_code");
      assert.equal((await again.finish({ code: codes[0] })).body.user.email, owner.email);

      await owner.ok("POST", `/auth/identities/${linked.items[0].id}/unlink/`, { password });
      const gone = new Visitor(server);
      await gone.back(await gone.away("oidc", "owner"));
      assert.equal((await gone.ask("GET", "/auth/external/")).body.step, "link_first");
    });

    test("who is signed out meanwhile links nothing", async () => {
      const owner = await signUp(server);
      const mine = new Visitor(server);
      const { body } = await mine.ask("POST", "/auth/identities/link/", { provider: "oidc", password }, { authorization: `Token ${owner.token}` });
      people.late = { email: "late@example.org", email_verified: true };
      const callback = await passRealProvider(mine, body.url, "late", `${server.url}/api/auth/oidc/callback/`);
      await owner.ok("POST", "/auth/logout-everywhere/");
      assert.equal(await mine.back(callback), "/account?problem=session_expired");
    });
  });

  describe("oauth2-mock-server, whose answers are bent", () => {
    let people_ = 0;
    /** One sign-in with Google; `bend` changes the ID token, `spoil` the whole answer. */
    async function outcome(bend = () => {}, spoil = () => {}) {
      const visitor = new Visitor(server);
      const sub = `g-${++people_}`;
      const sign = (token) => {
        if (token.payload.aud === undefined) return; // the access token
        Object.assign(token.payload, { sub, email: `${sub}@example.org`, email_verified: true, name: "G" });
        bend(token.payload, token.header);
      };
      mock.service.on("beforeTokenSigning", sign);
      mock.service.once("beforeResponse", (answer) => spoil(answer.body));
      const where = await visitor.back(await visitor.away("google"));
      mock.service.off("beforeTokenSigning", sign);
      return { where, visitor };
    }
    const soon = () => Math.floor(Date.now() / 1000);

    test("straight ones are taken", async () => {
      const { where, visitor } = await outcome();
      assert.equal(where, "/sign-in/external");
      const done = await visitor.finish({ ...newcomer, role: "mentor" });
      assert.deepEqual(done.body.user.roles, ["mentor"]);
    });

    const forged = {
      "for another client": (claims) => (claims.aud = "somebody-else"),
      "for several, made for another": (claims) => Object.assign(claims, { aud: ["google-client", "x"], azp: "x" }),
      "of another sign-in": (claims) => (claims.nonce = "another"),
      "without a nonce": (claims) => delete claims.nonce,
      "of another issuer": (claims) => (claims.iss = "https://accounts.google.com"),
      "that has run out": (claims) => Object.assign(claims, { iat: soon() - 7200, exp: soon() - 3600 }),
      "from the future": (claims) => (claims.iat = soon() + 3600),
      "about nobody": (claims) => delete claims.sub,
    };
    for (const [what, bend] of Object.entries(forged))
      test(`an ID token ${what} is refused`, async () => {
        assert.equal((await outcome(bend)).where, "/sign-in?problem=provider_refused");
      });
    for (const [what, bend] of [
      ["not verified", (claims) => (claims.email_verified = false)],
      ["no address", (claims) => (claims.email = "nobody at all")],
      ["verified in words only", (claims) => (claims.email_verified = "true")],
    ])
      test(`an address that is ${what} is refused`, async () => {
        assert.equal((await outcome(bend)).where, "/sign-in?problem=email_unverified");
      });

    const body = (token) => token.split(".")[1];
    const resigned = {
      "unsigned": (token) => `${base64url({ alg: "none" })}.${body(token)}.`,
      "unsigned, and silent about it": (token) => `${base64url({ alg: "RS256" })}.${body(token)}.`,
      "changed": (token) => token.replace(/\.[^.]+\./, `.${base64url({ ...JSON.parse(Buffer.from(body(token), "base64url")), sub: "g-1" })}.`),
      "signed with the public key as a password": (token) => {
        const [{ kid, n }] = mock.issuer.keys.toJSON();
        const text = `${base64url({ alg: "HS256", kid })}.${body(token)}`;
        return `${text}.${createHmac("sha256", n).update(text).digest("base64url")}`;
      },
      "nothing": () => "",
    };
    for (const [what, forge] of Object.entries(resigned))
      test(`a token that is ${what} is refused`, async () => {
        const { where } = await outcome(undefined, (answer) => (answer.id_token = forge(answer.id_token)));
        assert.equal(where, "/sign-in?problem=provider_refused");
      });

    test("the provider may change its keys", async () => {
      const key = await mock.issuer.keys.generate("RS256");
      // The one that is next in turn signs: both have been seen after two.
      for (let i = 0; i < 2; ++i) assert.equal((await outcome()).where, "/sign-in/external", `key ${key.kid}`);
    });

    test("a program's own ID token works once, with our nonce only", async () => {
      const program = new Client(server);
      const token = (nonce, more = {}) =>
        mock.issuer.buildToken({
          scopesOrTransform: (_, claims) =>
            Object.assign(claims, { sub: "tap", aud: "google-client", nonce, email: "tap@example.org", email_verified: true, ...more }),
        });
      const begin = () => program.ok("POST", "/auth/google/begin/");
      const first = await begin();
      assert.equal(first.client_id, "google-client");
      const credential = await token(first.nonce);
      const other = await begin();
      assert.equal((await program.post("/auth/google/", { credential, attempt: other.attempt })).body.reason, "auth.provider_refused");
      assert.equal((await program.post("/auth/google/", { credential, attempt: "made up" })).status, 410);
      const taken = await program.ok("POST", "/auth/google/", { credential, attempt: first.attempt });
      assert.equal(taken.step, "sign_up");
      assert.equal((await program.post("/auth/google/", { credential, attempt: first.attempt })).status, 410, "once");
      const session = await program.ok("POST", "/auth/external/finish/", { ...newcomer, ticket: taken.ticket });
      assert.ok(session.refresh_token);
      const third = await begin();
      const bad = await token(third.nonce, { aud: "somebody-else" });
      assert.equal((await program.post("/auth/google/", { credential: bad, attempt: third.attempt })).body.reason, "auth.provider_refused");
      const evil = await program.post("/auth/google/", { credential, attempt: third.attempt, client: "browser" }, { origin: "https://evil.example" });
      assert.equal(evil.body.reason, "auth.csrf");
    });
  });
});

describe("a provider that is broken", () => {
  let server, provider;
  before(async () => {
    provider = await faultyProvider();
    server = await Server.start({ env: { AX_GOOGLE_ISSUER: provider.issuer, AX_GOOGLE_CLIENT_ID: "c" } });
  });
  after(async () => {
    await server?.stop();
    provider?.close();
  });

  async function quick(ask) {
    const begun = performance.now();
    const where = await ask();
    const took = performance.now() - begun;
    assert.ok(took < 5000, `${took} ms`);
    return where;
  }
  const start = () => quick(async () => (await fetch(`${server.url}/api/auth/google/start/`, { redirect: "manual" })).headers.get("location"));
  const failed = "/sign-in?problem=provider_unavailable";

  for (const fault of ["hang", "garbage", "error", "redirect", "half", "gigabyte", "other"])
    test(`its description: ${fault}`, async () => {
      provider.faults["/.well-known/openid-configuration"] = fault;
      assert.equal(await start(), failed);
    });
  for (const path of ["/token", "/jwks"])
    for (const fault of ["hang", "garbage", "error", "half", "gigabyte"])
      test(`${path}: ${fault}`, async () => {
        provider.faults["/.well-known/openid-configuration"] = null;
        provider.faults["/token"] = provider.faults["/jwks"] = null;
        provider.faults[path] = fault;
        const visitor = new Visitor(server);
        const away = await visitor.fetch(`${server.url}/api/auth/google/start/`);
        const state = new URL(away.headers.get("location")).searchParams.get("state");
        const where = await quick(() => visitor.back(`${server.url}/api/auth/google/callback/?code=c&state=${state}`));
        assert.match(where, path === "/token" && fault === "garbage" ? /provider_refused$/ : /provider_unavailable$/);
      });

  test("gone altogether", async () => {
    const other = await Server.start({
      env: { AX_GOOGLE_ISSUER: `http://127.0.0.1:${await freePort()}`, AX_GOOGLE_CLIENT_ID: "c" },
    });
    try {
      const answer = await fetch(`${other.url}/api/auth/google/start/`, { redirect: "manual" });
      assert.equal(answer.headers.get("location"), failed);
      const unset = await fetch(`${other.url}/api/auth/oidc/start/`, { redirect: "manual" });
      assert.equal(unset.headers.get("location"), "/sign-in?problem=unknown_provider");
    } finally {
      await other.stop();
    }
  });
});
