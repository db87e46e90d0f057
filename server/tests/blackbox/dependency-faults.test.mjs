import assert from "node:assert/strict";
import { createECDH, randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, test } from "node:test";
import { decide, hold, keySecret, order, pay, settled, verify, webhookSecret } from "./lib/booking.mjs";
import { Clamd, skipWithoutClamd } from "./lib/clamd.mjs";
import { Client, demoPassword, freeTimes, mentorEmail, password, signIn } from "./lib/client.mjs";
import { Cloudinary } from "./lib/cloudinary.mjs";
import { faultsOfHttp, faultsOfTcp, FaultyFront } from "./lib/faulty-front.mjs";
import { MailServer } from "./lib/mail-server.mjs";
import { readiness } from "./lib/nodes.mjs";
import { faultyProvider } from "./lib/oidc-providers.mjs";
import { until } from "./lib/poll.mjs";
import { S3 } from "./lib/s3.mjs";
import { isRelease, Server } from "./lib/server.mjs";
import { assertAway, timed } from "./lib/stored-files.mjs";
import { Supabase } from "./lib/supabase.mjs";
import { download, png, upload } from "./lib/uploads.mjs";

const alive = async (server) => assert.equal((await fetch(`${server.url}/api/health/live`)).status, 200);

/** In seconds. Ten servers with sanitizers beside each other are slow by themselves; they still don't wait for ever. */
const patience = isRelease() ? 5 : 30;

/** Ends in time, and the process is alive. */
async function quick(server, what, asked) {
  const [answer, seconds] = await timed(asked);
  assert.ok(seconds < patience, `${what}: ${seconds} s`);
  await alive(server);
  return answer;
}

const state = (server, name, expected) =>
  until(`readiness calls ${name} ${expected}`, async () => (await readiness(server)).dependencies[name].state === expected);

/** A small service over HTTP: keeps the paths of what came, says 200. */
async function recorder(t, body = "{}") {
  const got = [];
  const http = createServer(async (request, response) => {
    const parts = await Array.fromAsync(request);
    got.push({ path: request.url, text: Buffer.concat(parts).toString() });
    response.writeHead(200).end(body);
  }).listen(0, "127.0.0.1");
  await once(http, "listening");
  t.after(() => (http.closeAllConnections(), http.close()));
  return { got, port: http.address().port };
}

async function fronted(t, target, options) {
  const front = await FaultyFront.start(target, options);
  t.after(() => front.stop());
  return front;
}

async function serving(t, env, options = {}) {
  const server = await Server.start({ env, ...options });
  t.after(() => server.stop());
  return server;
}

/** Each fault in turn; between them the service is well. */
async function each(front, faults, { during, after = () => {} }) {
  for (const fault of faults) {
    await front.become(fault);
    const left = await during(fault);
    await front.become(undefined);
    await after(fault, left);
  }
}

/** What happens later, in jobs and in the background, comes to no harm and does none. */
async function inBackground(server, front, faults, ask) {
  for (const fault of faults) {
    await front.become(fault);
    await quick(server, fault, ask());
    if (fault !== "gone") await until(`${fault} is met`, () => front.hits > 0, { seconds: 40 });
    await quick(server, fault, new Client(server).ok("GET", "/site-status/"));
  }
  await front.become(undefined);
}

const stores = {
  s3: [S3, (port) => ({ AX_S3_ENDPOINT: `http://127.0.0.1:${port}` })],
  supabase: [Supabase, (port) => ({ AX_SUPABASE_URL: `http://127.0.0.1:${port}` })],
  cloudinary: [Cloudinary, (port) => ({ AX_CLOUDINARY_API: `http://127.0.0.1:${port}` })],
};

describe("whatever an outside service does", { concurrency: isRelease() ? true : 3, timeout: 900_000 }, () => {
  for (const [name, [Service, at]] of Object.entries(stores))
    test(`${name}: an upload is kept or refused, and nothing is lost`, async (t) => {
      const service = await Service.start();
      t.after(() => service.stop());
      const front = await fronted(t, { port: service.port });
      const server = await serving(t, { ...service.env(), ...at(front.port) });
      const mentor = await signIn(server, mentorEmail);
      const send = (side) => upload(mentor, "PUT", "/account/photo/", png(side));
      const first = (await (await send(50)).json()).url;
      let side = 60;
      await each(front, faultsOfHttp, {
        during: async (fault) => {
          await assertAway(await quick(server, fault, send(++side)));
          if (fault !== "page") await assertAway(await quick(server, fault, fetch(server.url + first)));
          assert.equal((await mentor.ok("GET", "/mentors/M000001/")).photo, first, "the old one stays");
          if (fault === "drip") await state(server, "files", "away");
        },
        after: async (fault) => {
          const again = await send(side);
          assert.equal(again.status, 200, fault);
          for (const url of [(await again.json()).url]) assert.equal((await fetch(server.url + url)).status, 200, fault);
          // As before, for the next of them.
          assert.equal((await send(50)).status, 200);
          if (fault === "drip") await state(server, "files", "up");
        },
      });
    });

  test("the payment gateway: who pays is told, and what was paid is found", async (t) => {
    // The gateway is another server's sandbox.
    const gateway = await serving(t, { AX_SANDBOX_WEBHOOK_COPIES: "0" });
    const front = await fronted(t, { port: gateway.port });
    const server = await serving(t, {
      AX_RAZORPAY_KEY_ID: "rzp_test_sandbox",
      AX_RAZORPAY_KEY_SECRET: keySecret,
      AX_RAZORPAY_WEBHOOK_SECRET: webhookSecret,
      AX_RAZORPAY_URL: `${front.url}/sandbox/razorpay`,
      AX_RECONCILE_SECONDS: "1",
    });
    const student = await signIn(server, "ravi@demo.aspirex.example");
    const offer = await freeTimes(server);
    let slot = 0;
    await each(front, faultsOfHttp, {
      during: async (fault) => {
        const held = await hold(student, offer, offer.times[(slot += 4)]);
        const refused = await quick(server, fault, student.post("/mentor/create-order/", { booking_id: held.id }));
        assert.deepEqual([refused.status, refused.body.reason], [503, "payments.gateway_unavailable"], fault);
        return held;
      },
      after: async (fault, held) => {
        const { order_id: id } = await order(student, held);
        const proof = await pay(gateway, id);
        await front.become(fault);
        await quick(server, fault, verify(student, held, proof));
        await front.become(undefined);
        await settled(student, held, "confirmed", "paid");
      },
    });
    const { stdout } = await server.command(["ledger", "verify"]);
    assert.equal(stdout, "0 differences\n");
  });

  test("clamd: uploads wait unseen, and are seen", { skip: skipWithoutClamd }, async (t) => {
    const clamd = await Clamd.start();
    t.after(() => clamd.stop());
    const front = await fronted(t, { path: clamd.socket }, { speaksHttp: false });
    const server = await serving(t, { AX_CLAMD: `127.0.0.1:${front.port}` });
    const mentor = await signIn(server, mentorEmail);
    let side = 60;
    await each(front, [...faultsOfTcp, "page"], {
      during: async (fault) => {
        const answer = await quick(server, fault, upload(mentor, "PUT", "/account/photo/", png(++side)));
        const { url, checking } = await answer.json();
        assert.equal(checking, true, fault);
        assert.equal((await download(mentor, url)).status, 404);
        if (fault === "drip") await state(server, "scanner", "away");
        return url;
      },
      after: async (fault, url) => {
        const { stdout, code } = await server.command(["files", "rescan"]);
        assert.equal(code, 0, `${fault}: ${stdout}`);
        assert.equal((await download(mentor, url)).status, 200, fault);
        if (fault === "drip") await state(server, "scanner", "up");
      },
    });
  });

  test("the mail server: every mail comes, once", async (t) => {
    const mails = await MailServer.start();
    t.after(() => mails.close());
    const front = await fronted(t, { port: mails.port }, { speaksHttp: false, speaksFirst: true });
    const server = await serving(
      t,
      { AX_SMTP_HOST: "127.0.0.1", AX_SMTP_PORT: String(front.port), AX_SMTP_SECURITY: "none", AX_MAIL_FROM: "no-reply@mentors.example" },
      { demo: false },
    );
    const people = [];
    // What hangs, refuses or is gone: mail.test.mjs.
    await inBackground(server, front, ["gigabyte", "garbage", "drip"], () => {
      const email = `faults${people.length}@people.example`;
      people.push(email);
      const person = { name: "Nina New", email, password, role: "student", accepted_terms: true, time_zone: "UTC" };
      return new Client(server).ok("POST", "/auth/register/", person);
    });
    for (const email of people) await until(`a mail to ${email}`, () => mails.to(email).length > 0, { seconds: 150 });
    assert.equal(mails.taken.length, people.length);
  });

  test("a provider of sign-in: the person reads that it is away", async (t) => {
    const provider = await faultyProvider();
    t.after(() => provider.close());
    const front = await fronted(t, { port: new URL(provider.issuer).port });
    const server = await serving(t, { AX_GOOGLE_ISSUER: front.url, AX_GOOGLE_CLIENT_ID: "c" }, { demo: false });
    await each(front, faultsOfHttp, {
      during: async (fault) => {
        const answer = await quick(server, fault, fetch(`${server.url}/api/auth/google/start/`, { redirect: "manual" }));
        assert.equal(answer.headers.get("location"), "/sign-in?problem=provider_unavailable", fault);
      },
    });
  });

  test("the collector of traces: requests don't notice, and traces go on", async (t) => {
    const collector = await recorder(t);
    const front = await fronted(t, { port: collector.port });
    const server = await serving(t, { AX_OTLP_ENDPOINT: front.url, AX_TRACE_SAMPLE: "1" }, { demo: false });
    // What hangs, is busy or is gone: otlp.test.mjs.
    await inBackground(server, front, ["gigabyte", "drip"], () => new Client(server).ok("GET", "/site-status/"));
    await until("traces come", async () => {
      await new Client(server).ok("GET", "/site-status/");
      return collector.got.length > 0;
    });
  });

  test("Sentry: requests don't notice, and errors go on", async (t) => {
    const sentry = await recorder(t);
    const front = await fronted(t, { port: sentry.port });
    const server = await serving(t, { AX_SENTRY_DSN: `http://key@127.0.0.1:${front.port}/7` }, { demo: false });
    const db = new DatabaseSync(join(server.data, "aspirex.db"), { timeout: 10_000 });
    // Each name is an error of its own: the same one is sent a few times only.
    const fails = (table) => {
      db.exec(`ALTER TABLE ${table} RENAME TO ${table}_away`);
      return () => db.exec(`ALTER TABLE ${table}_away RENAME TO ${table}`);
    };
    t.after(() => db.close());
    const mend = fails("contact_message");
    const wish = () => ({ name: "N", email: `n${Math.random()}@example.org`, topic: "question", text: "words of a message", client_key: `key-${Math.random()}` });
    const post = async () => assert.equal((await new Client(server).post("/contact/", wish())).status, 500);
    await front.become("hang");
    await quick(server, "hang", post());
    await until("it is met", () => front.hits > 0);
    for (const fault of faultsOfHttp) {
      await front.become(fault);
      for (let i = 0; i < 5; i += 1) await quick(server, fault, post());
    }
    mend();
    await quick(server, "mended", new Client(server).ok("POST", "/contact/", wish()));
  });

  test("web push, webhooks and calendars: tried again, and come", async (t) => {
    const browser = await recorder(t, "");
    const push = await fronted(t, { port: browser.port });
    const receiver = await recorder(t);
    const hook = await fronted(t, { port: receiver.port });
    const host = await recorder(t, "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n");
    const calendar = await fronted(t, { port: host.port });
    const server = await serving(t, { AX_LOOPBACK_URLS: "true" });
    const made = await server.command(["admin", "create", "--email", "staff@faults.example", "--name", "Sam Staff"], { input: `${demoPassword}\n` });
    assert.equal(made.code, 0, made.stderr);
    const staff = await signIn(server, "staff@faults.example");
    const { webhook } = await staff.ok("POST", "/staff/webhooks/", { url: `${hook.url}/in`, kinds: ["*"] });
    const asha = await signIn(server, mentorEmail);
    const author = await signIn(server, "ravi@demo.aspirex.example");
    const keys = createECDH("prime256v1");
    const p256dh = keys.generateKeys("base64url");
    await author.ok("POST", "/push/subscriptions/", { endpoint: `${push.url}/1`, p256dh, auth: randomBytes(16).toString("base64url"), name: "Firefox" });

    const feed = "/mentors/me/calendar-feed/";
    await asha.ok("PUT", feed, { url: `${calendar.url}/me.ics` });
    await until("the calendar is read", async () => (await asha.ok("GET", feed)).read_at);
    const faults = ["closed", "garbage", "gigabyte", "hang", "drip", "gone"];
    const key = "faults-post";
    const post = await author.ok("POST", "/community/posts/", { title: "Faults", text: "Hi", tags: [], draft: false, client_key: key });
    const deliveries = [];
    for (const fault of faults) {
      await Promise.all([push, hook, calendar].map((front) => front.become(fault)));
      await quick(server, fault, asha.ok("POST", `/community/posts/${post.id}/comments/`, { text: `Well, ${fault}`, client_key: `${key}-${fault}` }));
      deliveries.push(await quick(server, fault, staff.ok("POST", `/staff/webhooks/${webhook.id}/test/`, {})));
      await quick(server, fault, asha.ok("POST", `${feed}read/`));
      if (fault !== "gone")
        await until(`${fault} is met`, () => [push, hook, calendar].every((front) => front.hits > 0), { seconds: 40 });
    }
    await Promise.all([push, hook, calendar].map((front) => front.become(undefined)));
    await until("the pushes are there", async () => {
      const { items } = await author.ok("GET", "/notifications/deliveries/?limit=50");
      const pushes = items.filter(({ channel }) => channel === "push");
      if (pushes.length >= faults.length && pushes.every((one) => one.state === "sent")) return true;
      throw new Error(JSON.stringify(pushes));
    }, { seconds: 60 });
    for (const { id } of deliveries) await staff.ok("POST", `/staff/webhook-deliveries/${id}/replay/`, {});
    await until("the webhooks are there", () => receiver.got.length >= faults.length, { seconds: 60 });
    await asha.ok("POST", `${feed}read/`);
    await until("the calendar is read again", async () => (await asha.ok("GET", feed)).failure === "none");
  });
});
