import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Authenticator } from "./lib/authenticator.mjs";
import { Client, mails, password, signUp } from "./lib/client.mjs";
import { until } from "./lib/poll.mjs";
import { freePort, Server } from "./lib/server.mjs";
import { codeOf } from "./lib/totp.mjs";

describe("passkeys", () => {
  let server, origin, person, visitor, device;

  const ask = (purpose = "sign_in") => visitor.ok("POST", "/auth/passkeys/challenge/", { purpose });
  const signIn = (passkey, more = {}) => visitor.post("/auth/passkeys/sign-in/", { passkey, ...more });
  const offer = (proof = { password }) => person.ok("POST", "/auth/passkeys/begin/", proof);
  const add = async (made) =>
    person.ok("POST", "/auth/passkeys/", made.make(await offer(), "Laptop"));
  const refused = async (answer) => {
    const { status, body } = await answer;
    assert.deepEqual([status, body.reason], [401, "auth.passkey_refused"]);
  };

  before(async () => {
    server = new Server({});
    server.port = await freePort();
    origin = `http://localhost:${server.port}`;
    server.env.AX_BASE_URL = origin;
    await server.launch();
    visitor = new Client(server);
    person = await signUp(server);
    device = new Authenticator(origin);
  });
  after(() => server?.stop());

  test("one is added by who knows the password, and mailed about", async () => {
    assert.equal((await person.post("/auth/passkeys/begin/", { password: "not the password" })).status, 422);
    const offered = await offer();
    assert.equal(offered.rp_id, "localhost");
    assert.deepEqual(offered.algorithms, [-7, -8, -257]);
    const made = await person.ok("POST", "/auth/passkeys/", device.make(offered, "Laptop"));
    assert.equal(made.name, "Laptop");
    assert.deepEqual((await offer()).known, [
      { id: device.id.toString("base64url"), transports: ["internal"] },
    ]);
    await until("the mail", async () =>
      (await mails(server, person.email)).find(({ subject }) => subject.includes("passkey was added")),
    );
    const late = await person.post("/auth/passkeys/", new Authenticator(origin).make(offered));
    assert.deepEqual([late.status, late.body.reason], [410, "auth.passkey_late"], "an offer is taken once");
  });

  test("it signs in without a name, and a challenge is taken once", async () => {
    const answer = device.answer(await ask());
    const opened = await signIn(answer, { client: "browser" });
    assert.equal(opened.status, 200, JSON.stringify(opened.body));
    assert.match(opened.headers.get("set-cookie"), /ax_refresh=.+HttpOnly/);
    assert.equal(opened.body.user.email, person.email);
    assert.equal((await new Client(server, opened.body.token).get("/auth/me/")).status, 200);
    await refused(signIn(answer));
    const [{ last_used_at: used }] = (await person.ok("GET", "/auth/passkeys/")).items;
    assert.ok(used);
  });

  test("RSA and Ed25519 keys sign in as well", async () => {
    for (const kind of ["rs256", "eddsa"]) {
      const other = new Authenticator(origin, kind);
      await add(other);
      assert.equal((await signIn(other.answer(await ask()))).status, 200, kind);
    }
  });

  test("what another site asked for, another party, or an unverified person is refused", async () => {
    const other = new Authenticator(origin); // guesses at one are counted
    await add(other);
    const change = async (what) => refused(signIn(Object.assign(Object.create(other), what).answer(await ask())));
    await change({ origin: "https://evil.example" });
    await change({ flags: 1 });
    const { challenge } = await ask();
    await refused(signIn(other.answer({ challenge, rp_id: "evil.example" })));
  });

  test("a stranger's passkey and one that never was get the same answer", async () => {
    const stranger = new Authenticator(origin);
    await refused(signIn(stranger.answer(await ask())));
    const forged = new Authenticator(origin);
    forged.id = device.id;
    await refused(signIn(forged.answer(await ask())));
  });

  test("a counter that went backwards is refused", async () => {
    const counting = new Authenticator(origin);
    await add(counting);
    counting.counter = 5;
    assert.equal((await signIn(counting.answer(await ask()))).status, 200);
    counting.counter = 4;
    await refused(signIn(counting.answer(await ask())));
  });

  test("it is enough alone where a code is asked for, and stands for the code beside the password", async () => {
    const { secret } = await person.ok("POST", "/auth/second-factor/begin/", { password });
    await person.ok("POST", "/auth/second-factor/confirm/", { code: codeOf(secret, -1) });
    assert.equal((await signIn(device.answer(await ask()))).status, 200);

    const login = (more) => visitor.post("/auth/login/", { identifier: person.email, password, ...more });
    assert.equal((await login()).body.reason, "auth.second_factor_needed");
    const passkey = device.answer(await ask("second_factor"));
    assert.equal((await login({ passkey })).status, 200);
    await refused(login({ passkey }));
    await refused(login({ passkey: device.answer(await ask("sign_in")) }));

    const items = (await person.ok("GET", "/auth/passkeys/")).items;
    const remove = (proof) => person.post(`/auth/passkeys/${items[0].id}/remove/`, proof);
    assert.equal((await remove({ password })).body.fields[0].reason, "required");
    assert.ok((await remove({ password, code: codeOf(secret) })).status < 300);
    await refused(signIn(device.answer(await ask())));
  });

  test("an address of numbers has none, and says so", async () => {
    const plain = await Server.start({});
    try {
      const answer = await new Client(plain).post("/auth/passkeys/challenge/", { purpose: "sign_in" });
      assert.deepEqual([answer.status, answer.body.reason], [409, "auth.passkeys_unavailable"]);
    } finally {
      await plain.stop();
    }
  });
});
