import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { faultyProvider } from "./lib/oidc-providers.mjs";
import { freePort, Server } from "./lib/server.mjs";
import { Visitor } from "./lib/visitor.mjs";

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
