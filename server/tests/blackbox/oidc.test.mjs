import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { codeOf } from "./lib/totp.mjs";
import { Client, mails, password, signUp } from "./lib/client.mjs";
import { passRealProvider, realProvider } from "./lib/oidc-providers.mjs";
import { until } from "./lib/poll.mjs";
import { freePort, Server } from "./lib/server.mjs";
import { newcomer, Visitor } from "./lib/visitor.mjs";

describe("sign-in with a real provider (oidc-provider)", () => {
  let server, real, spent;
  const people = {
    nina: { email: "Nina@Example.org", email_verified: true, name: "Nina" },
    unproven: { email: "unproven@example.org", email_verified: false, name: "U" },
  };

  before(async () => {
    server = new Server({});
    server.port = await freePort();
    real = await realProvider(`${server.url}/api/auth/oidc/callback/`, people);
    Object.assign(server.env, {
      AX_OIDC_NAME: "Campus",
      AX_OIDC_ISSUER: real.issuer,
      AX_OIDC_CLIENT_ID: "aspirex",
      AX_OIDC_CLIENT_SECRET: "a secret: with signs&",
      AX_GOOGLE_ISSUER: "https://accounts.google.com",
      AX_GOOGLE_CLIENT_ID: "google-client",
    });
    await server.launch();
  });
  after(async () => {
    await server?.stop();
    real?.close();
  });

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
    for (const change of [(q) => q.set("iss", "https://accounts.google.com"), (q) => q.delete("iss")]) {
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
