import assert from "node:assert/strict";
import { createDecipheriv, createECDH, createHmac, createPublicKey, randomBytes, verify } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";
import { Client, signIn, signUp } from "./lib/client.mjs";
import { until } from "./lib/poll.mjs";
import { Server, run } from "./lib/server.mjs";

/** A push service and the browser behind it: keeps what was posted, answers as told. */
class Browser {
  constructor() {
    this.keys = createECDH("prime256v1");
    this.keys.generateKeys();
    this.secret = randomBytes(16);
    this.got = [];
    this.answers = [];
  }

  async listen() {
    this.http = createServer(async (request, response) => {
      const parts = [];
      for await (const part of request) parts.push(part);
      this.got.push({ path: request.url, method: request.method, headers: request.headers, body: Buffer.concat(parts) });
      response.writeHead(this.answers.shift() ?? 201).end();
    }).listen(0, "127.0.0.1");
    await once(this.http, "listening");
    this.url = `http://127.0.0.1:${this.http.address().port}`;
  }

  subscription(path = "/1") {
    return {
      endpoint: this.url + path,
      p256dh: this.keys.getPublicKey().toString("base64url"),
      auth: this.secret.toString("base64url"),
      name: "Firefox on Linux",
    };
  }

  /** RFC 8291, as a browser reads it. */
  read(body) {
    const hmac = (key, ...parts) => createHmac("sha256", key).update(Buffer.concat(parts.map((p) => Buffer.from(p)))).digest();
    const salt = body.subarray(0, 16);
    assert.equal(body.readUInt32BE(16), 4096);
    assert.equal(body[20], 65);
    const sender = body.subarray(21, 86);
    const shared = this.keys.computeSecret(sender);
    const secret = hmac(hmac(this.secret, shared), "WebPush: info\0", this.keys.getPublicKey(), sender, "\x01");
    const key = hmac(salt, secret);
    const cek = hmac(key, "Content-Encoding: aes128gcm\0\x01").subarray(0, 16);
    const nonce = hmac(key, "Content-Encoding: nonce\0\x01").subarray(0, 12);
    const open = createDecipheriv("aes-128-gcm", cek, nonce);
    open.setAuthTag(body.subarray(-16));
    const text = Buffer.concat([open.update(body.subarray(86, -16)), open.final()]);
    assert.equal(text.at(-1), 2, "the last record");
    return JSON.parse(text.subarray(0, -1).toString());
  }
}

/** RFC 8292: the token is of the key that browsers subscribe with, for this service, and not for ever. */
function checkToken(header, key, audience) {
  const [, token, sender] = header.match(/^vapid t=([\w.-]+), k=([\w-]+)$/);
  assert.equal(sender, key);
  const point = Buffer.from(key, "base64url");
  const jwk = { kty: "EC", crv: "P-256", x: point.subarray(1, 33).toString("base64url"), y: point.subarray(33).toString("base64url") };
  const [head, claims, signature] = token.split(".");
  const publicKey = { key: createPublicKey({ key: jwk, format: "jwk" }), dsaEncoding: "ieee-p1363" };
  assert.ok(verify("sha256", Buffer.from(`${head}.${claims}`), publicKey, Buffer.from(signature, "base64url")));
  const { aud, exp, sub } = JSON.parse(Buffer.from(claims, "base64url"));
  assert.equal(aud, audience);
  assert.match(sub, /^mailto:/);
  assert.ok(exp * 1000 > Date.now() && exp * 1000 <= Date.now() + 86_400_000);
}

describe("push", () => {
  let server, browser, author, posts = 0;
  before(async () => {
    server = await Server.start({ env: { AX_LOOPBACK_URLS: "true" } });
    browser = new Browser();
    await browser.listen();
    author = await signUp(server, { name: "Nina Author" });
  });
  after(async () => {
    browser?.http.close();
    await server?.stop();
  });

  /** A comment on a post of the author's, by a demo mentor. */
  async function comment() {
    const key = `push-key-${++posts}`;
    const post = await author.ok("POST", "/community/posts/", { title: "About pushes", text: "Hi", tags: [], draft: false, client_key: key });
    const asha = await signIn(server, "asha@demo.aspirex.example");
    await asha.ok("POST", `/community/posts/${post.id}/comments/`, { text: "Well", client_key: key });
    return post;
  }
  const delivered = (state) =>
    until(`a push is ${state}`, async () => {
      const { items } = await author.ok("GET", "/notifications/deliveries/");
      const push = items.find((one) => one.channel === "push");
      assert.equal(push?.state, state);
      return push;
    });

  test("a browser reads what happened, and nobody else can", async () => {
    const { key } = await author.ok("GET", "/push/key/");
    const device = await author.ok("POST", "/push/subscriptions/", browser.subscription());
    const post = await comment();
    await until("a push comes", () => browser.got.length === 1);
    const [{ method, path, headers, body }] = browser.got;
    assert.deepEqual([method, path], ["POST", "/1"]);
    assert.equal(headers["content-encoding"], "aes128gcm");
    assert.equal(headers.urgency, "normal");
    assert.ok(Number(headers.ttl) > 0);
    assert.match(headers.topic, /^[\w-]{1,32}$/);
    checkToken(headers.authorization, key, browser.url);
    const text = browser.read(body);
    assert.match(text.title, /commented on your post$/);
    assert.equal(text.body, "About pushes");
    assert.equal(text.link, `/community/${post.id}#comments`);
    assert.equal((await delivered("sent")).target, "Firefox on Linux");
    const { items } = await author.ok("GET", "/push/subscriptions/");
    assert.deepEqual(items.map((one) => [one.id, one.last_sent_at !== null]), [[device.id, true]]);
    const log = await server.command(["mail", "log", "--to", author.email]);
    assert.equal(log.code, 0, log.stderr);
    assert.match(log.stdout, /push\s+sent .*Firefox on Linux: .*commented on your post/);
  });

  test("the key outlives the process", async () => {
    const { key } = await author.ok("GET", "/push/key/");
    await server.kill();
    await server.launch();
    assert.equal((await author.ok("GET", "/push/key/")).key, key);
  });

  test("a busy service is asked again, one that says gone is forgotten", { timeout: 120_000 }, async () => {
    browser.got.length = 0;
    browser.answers.push(503);
    await comment();
    await until("the second try comes", () => browser.got.length === 2);
    await delivered("sent");
    browser.answers.push(410);
    await comment();
    await delivered("failed");
    assert.deepEqual((await author.ok("GET", "/push/subscriptions/")).items, []);
  });

  test("no push leaves for an address that is not public", async () => {
    const guarded = await Server.start();
    try {
      const someone = await signUp(guarded);
      const wish = browser.subscription();
      const refused = await someone.post("/push/subscriptions/", wish);
      assert.equal(refused.status, 422, "http");
      // https passes the first look; the address is looked at when it is connected to.
      const inside = { ...wish, endpoint: wish.endpoint.replace("http:", "https:") };
      await someone.ok("POST", "/push/subscriptions/", inside);
      const before = browser.got.length;
      const key = "guarded-key-1";
      const post = await someone.ok("POST", "/community/posts/", { title: "Inside", text: "Hi", tags: [], draft: false, client_key: key });
      const asha = await signIn(guarded, "asha@demo.aspirex.example");
      await asha.ok("POST", `/community/posts/${post.id}/comments/`, { text: "Well", client_key: key });
      await until("the push is refused", async () => {
        const { items } = await someone.ok("GET", "/notifications/deliveries/");
        return items.find((one) => one.channel === "push")?.state === "failed";
      });
      assert.equal(browser.got.length, before);
      assert.deepEqual((await someone.ok("GET", "/push/subscriptions/")).items, []);
    } finally {
      await guarded.stop();
    }
  });

  test("production refuses the tests' exception", async () => {
    const { code, stderr } = await run(["serve"], { env: { AX_MODE: "production", AX_LOOPBACK_URLS: "true" } });
    assert.equal(code, 2);
    assert.match(stderr, /AX_LOOPBACK_URLS can't be true in production mode/);
  });

  test("visitors have no key", async () => {
    assert.equal((await new Client(server).get("/push/key/")).status, 401);
  });
});
