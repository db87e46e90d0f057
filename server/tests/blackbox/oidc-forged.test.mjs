import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, describe, test } from "node:test";
import { OAuth2Server } from "oauth2-mock-server";
import { Client } from "./lib/client.mjs";
import { Server } from "./lib/server.mjs";
import { newcomer, Visitor } from "./lib/visitor.mjs";

const base64url = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

describe("a provider whose answers are bent (oauth2-mock-server)", () => {
  let server, mock;
  before(async () => {
    mock = new OAuth2Server();
    await mock.issuer.keys.generate("RS256");
    await mock.start(0, "127.0.0.1");
    server = await Server.start({ env: { AX_GOOGLE_ISSUER: mock.issuer.url, AX_GOOGLE_CLIENT_ID: "google-client" } });
  });
  after(async () => {
    await server?.stop();
    await mock?.stop();
  });

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
    const elsewhere = { ...newcomer, ticket: taken.ticket, client: "browser" };
    const planted = await program.post("/auth/external/finish/", elsewhere, { origin: "https://evil.example" });
    assert.equal(planted.body.reason, "auth.csrf", "nobody's browser gets a stranger's session");
    const session = await program.ok("POST", "/auth/external/finish/", { ...newcomer, ticket: taken.ticket });
    assert.ok(session.refresh_token);
    const third = await begin();
    const bad = await token(third.nonce, { aud: "somebody-else" });
    assert.equal((await program.post("/auth/google/", { credential: bad, attempt: third.attempt })).body.reason, "auth.provider_refused");
    const evil = await program.post("/auth/google/", { credential, attempt: third.attempt, client: "browser" }, { origin: "https://evil.example" });
    assert.equal(evil.body.reason, "auth.csrf");
  });
});
