import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";
import { Webhook } from "standardwebhooks";
import { book } from "./lib/booking.mjs";
import { demoPassword, freeTimes, signIn, signUp } from "./lib/client.mjs";
import { until } from "./lib/poll.mjs";
import { Server } from "./lib/server.mjs";

const staffEmail = "staff@hooks.example";

/** A receiver: keeps what it is sent, answers as told. */
class Receiver {
  constructor() {
    this.got = [];
    this.answer = (_, response) => response.writeHead(204).end();
  }

  async listen() {
    this.http = createServer(async (request, response) => {
      const parts = [];
      for await (const part of request) parts.push(part);
      this.got.push({ path: request.url, method: request.method, headers: request.headers, body: Buffer.concat(parts).toString(), at: Date.now() });
      this.answer(request, response, this.got.length);
    }).listen(0, "127.0.0.1");
    await once(this.http, "listening");
    this.url = `http://127.0.0.1:${this.http.address().port}`;
  }

  close() {
    this.http.closeAllConnections();
    this.http.close();
  }
}

describe("outgoing webhooks", () => {
  let server, staff, student, receiver, slot = 0;
  before(async () => {
    server = await Server.start({ env: { AX_LOOPBACK_URLS: "true" } });
    const made = await server.command(["admin", "create", "--email", staffEmail, "--name", "Sam Staff"], { input: `${demoPassword}\n` });
    assert.equal(made.code, 0, made.stderr);
    staff = await signIn(server, staffEmail);
    student = await signUp(server);
  });
  after(() => server?.stop());

  /** A receiver of its own for each test, and the webhook that leads there. */
  async function connected(kinds = ["*"]) {
    receiver = new Receiver();
    await receiver.listen();
    const { webhook, secret } = await staff.ok("POST", "/staff/webhooks/", { url: `${receiver.url}/in?a=1`, kinds });
    return { ...webhook, secret };
  }
  async function removed({ id }) {
    await staff.ok("DELETE", `/staff/webhooks/${id}/`);
    receiver.close();
  }
  const sendTest = ({ id }) => staff.ok("POST", `/staff/webhooks/${id}/test/`, {});
  const details = ({ id }) => staff.ok("GET", `/staff/webhook-deliveries/${id}/`);
  const tried = (delivery, outcome, tries = 1) =>
    until(`${outcome} at try ${tries}`, async () => {
      const now = await details(delivery);
      if (now.tries.length >= tries && now.tries[0].outcome === outcome) return now;
      throw new Error(JSON.stringify(now));
    });
  const anotherBooking = async () => {
    const offer = await freeTimes(server);
    return (await book(server, student, offer, offer.times[(slot += 4)])).booking;
  };

  test("what happens arrives, signed as the standard has it, and nothing forged would", async () => {
    const hook = await connected(["booking.*", "payment.paid", "user.joined"]);
    assert.match(hook.secret, /^whsec_[A-Za-z0-9+/]{43}=$/);
    const booking = await anotherBooking();
    await signUp(server, { role: "mentor" });
    await until("three kinds arrive", () => new Set(receiver.got.map(({ body }) => JSON.parse(body).type)).size >= 3);
    const library = new Webhook(hook.secret);
    const types = new Map();
    for (const { path, method, headers, body } of receiver.got) {
      assert.deepEqual([method, path, headers["content-type"]], ["POST", "/in?a=1", "application/json"]);
      const event = library.verify(body, headers);
      types.set(event.type, event.data);
      assert.throws(() => library.verify(body.replace("}", " }"), headers));
      assert.throws(() => library.verify(body, { ...headers, "webhook-id": "msg_other" }));
      assert.throws(() => new Webhook(`whsec_${Buffer.alloc(32).toString("base64")}`).verify(body, headers));
      assert.doesNotMatch(body, /@|Nina/, "numbers only");
    }
    assert.equal(types.get("booking.confirmed").id, booking.id);
    assert.equal(types.get("payment.paid").booking_id, booking.id);
    assert.equal(types.get("user.joined").role, "mentor");
    assert.equal(new Set(receiver.got.map(({ headers }) => headers["webhook-id"])).size, receiver.got.length);
    await removed(hook);
  });

  test("500 is tried again with the same id; a replay is, too; commands tell the same", { timeout: 120_000 }, async () => {
    const hook = await connected();
    receiver.answer = (_, response, times) => response.writeHead(times === 1 ? 500 : 200).end("x".repeat(3000));
    const delivery = await sendTest(hook);
    const now = await tried(delivery, "delivered", 2);
    assert.deepEqual(now.tries.map(({ outcome, status }) => [outcome, status]), [["delivered", 200], ["refused", 500]]);
    assert.equal(now.tries[0].answer.length, 1024);
    assert.ok(receiver.got[1].at - receiver.got[0].at >= 4000);
    await staff.ok("POST", `/staff/webhook-deliveries/${delivery.id}/replay/`, {});
    await until("it comes again", () => receiver.got.length === 3);
    assert.equal(new Set(receiver.got.map(({ headers }) => headers["webhook-id"])).size, 1);
    for (const { body, headers } of receiver.got) new Webhook(hook.secret).verify(body, headers);
    await tried(delivery, "delivered", 3);
    const shown = await server.command(["webhooks", "delivery", String(delivery.id)]);
    assert.match(shown.stdout, /delivered.*200[\s\S]*refused {2}500/);
    assert.match((await server.command(["webhooks", "deliveries", String(hook.id)])).stdout, /delivered +1 tries.*webhook\.test/);
    await removed(hook);
  });

  test("receivers that are slow, hang, redirect, never end, break off, or say they are gone", { timeout: 180_000 }, async () => {
    let hook = await connected();
    const outcome = async (answer, expected) => {
      receiver.answer = answer;
      return tried(await sendTest(hook), expected);
    };
    await outcome((_, response) => setTimeout(() => response.writeHead(200).end(), 3000), "delivered");
    const elsewhere = new Receiver();
    await elsewhere.listen();
    const moved = await outcome((_, response) => response.writeHead(302, { location: `${elsewhere.url}/stolen` }).end(), "refused");
    assert.equal(moved.tries[0].status, 302);
    assert.deepEqual(elsewhere.got, [], "redirects are not followed");
    elsewhere.close();
    let written = 0;
    const endless = (_, response) => {
      response.writeHead(200, { "content-length": 1024 ** 3 });
      const chunk = Buffer.alloc(1024 * 1024, 120);
      const more = () => {
        while (written < 1024 ** 3 && !response.destroyed) {
          written += chunk.length;
          if (!response.write(chunk)) return response.once("drain", more);
        }
      };
      more();
    };
    await outcome(endless, "too_large");
    assert.ok(written < 64 * 1024 ** 2, `${written} bytes of 1 GiB were taken`);
    await outcome((_, response) => response.socket.destroy(), "broken");
    await outcome((_, response) => response.socket.end("what?\r\n\r\n"), "broken");
    await removed(hook); // and with it the next tries of all these
    hook = await connected();
    const hanging = await outcome(() => {}, "timeout");
    assert.ok(hanging.tries[0].millis >= 9_000 && hanging.tries[0].millis < 12_000);
    const gone = await outcome((_, response) => response.writeHead(410).end(), "refused");
    assert.equal(gone.delivery.state, "failed");
    const { items } = await staff.ok("GET", "/staff/webhooks/");
    assert.equal(items.find(({ id }) => id === hook.id).state, "failed");
    const told = async () => (await staff.ok("GET", "/notifications/")).items.find(({ kind }) => kind === "webhooks.paused");
    await until("its owner is told", async () => (await told()) !== undefined);
    assert.equal((await told()).link, `/staff/webhooks/${hook.id}`);
    await removed(hook);
  });

  test("a receiver that hangs holds up no other, and no request", { timeout: 120_000 }, async () => {
    const hook = await connected();
    const hanging = receiver;
    hanging.answer = () => {};
    const other = await connected(["booking.confirmed"]);
    await Promise.all(Array.from({ length: 8 }, () => sendTest(hook)));
    await until("it hangs", () => hanging.got.length >= 2);
    const begun = Date.now();
    await anotherBooking();
    await until("the other hears of it", () => receiver.got.length === 1);
    assert.ok(Date.now() - begun < 8000, `${Date.now() - begun} ms`);
    await removed(other);
    receiver = hanging;
    await removed(hook);
  });

  test("paused, what happens is skipped, and replayed later; a rotated secret signs beside the new one", { timeout: 120_000 }, async () => {
    const hook = await connected(["booking.confirmed"]);
    const since = new Date(Date.now() - 60_000).toISOString();
    const command = async (...args) => {
      const { code, stdout, stderr } = await server.command(["webhooks", ...args]);
      assert.equal(code, 0, stderr);
      return stdout;
    };
    await command("pause", String(hook.id));
    await anotherBooking();
    const skipped = await until("it is skipped", async () => (await staff.ok("GET", `/staff/webhooks/${hook.id}/deliveries/`)).items[0]);
    assert.equal(skipped.state, "skipped");
    assert.deepEqual(receiver.got, []);
    await command("resume", String(hook.id));
    const next = (await command("rotate", String(hook.id))).match(/whsec_\S+/)[0];
    assert.notEqual(next, hook.secret);
    assert.match(await command("replay-since", String(hook.id), "--since", since), /^1 are sent again/);
    await until("it arrives", () => receiver.got.length === 1);
    const [{ body, headers }] = receiver.got;
    for (const secret of [hook.secret, next]) assert.equal(new Webhook(secret).verify(body, headers).type, "booking.confirmed");
    assert.doesNotMatch(await command("list"), /whsec_/);
    assert.doesNotMatch(server.output, /whsec_/);
    await removed(hook);
  });

  test("a command makes one; what is misspelt is refused with its name", async () => {
    const add = (...args) => server.command(["webhooks", "add", "https://hooks.example/x", ...args]);
    const made = await add("--kinds", "booking.*,user.joined", "--email", staffEmail, "--note", "CRM");
    assert.equal(made.code, 0, made.stderr);
    assert.match(made.stdout, /active +https:\/\/hooks\.example\/x {2}booking\.\*,user\.joined {2}# CRM\nSecret, shown this once: whsec_/);
    assert.match((await add("--kinds", "bookings.*", "--email", staffEmail)).stderr, /kinds: unknown_kind/);
    assert.match((await add("--kinds", "*", "--email", student.email)).stderr, /must be that of a staff account/);
    const { body, status } = await student.post("/staff/webhooks/", { url: "https://hooks.example/x", kinds: ["*"] });
    assert.equal(status, 403, JSON.stringify(body));
  });
});

test("no event leaves for an address that is not public", { timeout: 180_000 }, async () => {
  const server = await Server.start();
  const trap = new Receiver();
  await trap.listen();
  const port = new URL(trap.url).port;
  try {
    await server.command(["admin", "create", "--email", staffEmail, "--name", "Sam Staff"], { input: `${demoPassword}\n` });
    const staff = await signIn(server, staffEmail);
    const plain = await staff.post("/staff/webhooks/", { url: `http://127.0.0.1:${port}/`, kinds: ["*"] });
    assert.equal(plain.status, 422);
    for (const host of ["127.0.0.1", "[::1]", "0.0.0.0", "2130706433", "0x7f000001", "017700000001", "[::ffff:127.0.0.1]", "169.254.169.254", "10.0.0.1", "localhost"]) {
      const { webhook } = await staff.ok("POST", "/staff/webhooks/", { url: `https://${host}:${port}/latest/`, kinds: ["*"] });
      const { id } = await staff.ok("POST", `/staff/webhooks/${webhook.id}/test/`, {});
      const tried = await until(`${host} was tried`, async () => (await staff.ok("GET", `/staff/webhook-deliveries/${id}/`)).tries[0]);
      assert.equal(tried.outcome, "not_public", host);
      await staff.ok("DELETE", `/staff/webhooks/${webhook.id}/`);
    }
    assert.deepEqual(trap.got, []);
  } finally {
    trap.close();
    await server.stop();
  }
});
