import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { codeOf } from "./lib/authenticator.mjs";
import { Client, mails, password, signUp } from "./lib/client.mjs";
import { until } from "./lib/poll.mjs";
import { Server } from "./lib/server.mjs";

describe("two-step sign-in", () => {
  let server, person, secret, codes;
  const login = (code) =>
    new Client(server).post("/auth/login/", { identifier: person.email, password, ...(code && { code }) });

  before(async () => {
    server = await Server.start({});
    person = await signUp(server);
  });
  after(() => server?.stop());

  test("is switched on with the app's first code, and mailed without the key", async () => {
    assert.equal(
      (await person.post("/auth/second-factor/begin/", { password: "not the password" })).status,
      422,
    );
    const offer = await person.ok("POST", "/auth/second-factor/begin/", { password });
    assert.equal(new URL(offer.uri).searchParams.get("secret"), offer.secret);
    secret = offer.secret;
    ({ codes } = await person.ok("POST", "/auth/second-factor/confirm/", { code: codeOf(secret, -1) }));
    assert.equal(new Set(codes).size, 10);
    const mail = await until("the mail", async () =>
      (await mails(server, person.email)).find(({ subject }) => subject.includes("needs a code")),
    );
    assert.ok(!mail.text.includes(secret));
  });

  test("then the password alone opens nothing, and a code opens once", async () => {
    const asked = await login();
    assert.deepEqual([asked.status, asked.body.reason], [401, "auth.second_factor_needed"]);
    const code = codeOf(secret);
    const opened = await login(code);
    assert.equal(opened.status, 200, JSON.stringify(opened.body));
    assert.equal((await new Client(server, opened.body.token).get("/auth/me/")).status, 200);
    const replay = await login(code);
    assert.equal(replay.body.fields[0].reason, "wrong_code");
  });

  test("a recovery code works once, and switching it off takes password and code", async () => {
    assert.equal((await login(codes[0])).status, 200);
    assert.equal((await login(codes[0])).status, 422);
    const off = (code) => person.post("/auth/second-factor/end/", { password, code });
    assert.equal((await off(codes[0])).status, 422);
    assert.ok((await off(codes[1])).status < 300);
    assert.equal((await login()).status, 200);
  });
});
