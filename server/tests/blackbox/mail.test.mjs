import assert from "node:assert/strict";
import { createPublicKey, generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { dkimVerify } from "mailauth/lib/dkim/verify.js";
import { book, paymentOf } from "./lib/booking.mjs";
import { Client, freeTimes, password } from "./lib/client.mjs";
import { MailServer, header, makeCertificate, textOf } from "./lib/mail-server.mjs";
import { until } from "./lib/poll.mjs";
import { Server, run, scratchFolder } from "./lib/server.mjs";

const scratch = scratchFolder();
const place = (name) => join(scratch, name);
after(() => rmSync(scratch, { recursive: true, force: true }));

let people = 0;
const anAddress = () => `mailed${++people}@people.example`;
const register = (server, email) =>
  new Client(server).ok("POST", "/auth/register/", {
    name: "Nina New", email, password, role: "student", accepted_terms: true, time_zone: "Europe/Berlin",
  });
const arrived = (mails, email, many = 1) => until(`${many} mail(s) to ${email}`, () => mails.to(email)[many - 1], { seconds: 90 });

/** Registers and follows the link of the mail that the mail server took. */
async function comeIn(server, mails) {
  const email = anAddress();
  await register(server, email);
  const { raw } = await arrived(mails, email);
  const token = textOf(raw).match(/token=([\w-]+)/)[1];
  const session = await new Client(server).ok("POST", "/auth/verify-email/", { token });
  return Object.assign(new Client(server, session.token), { email });
}

const smtp = (mails, extra = {}) => ({
  AX_SMTP_HOST: "127.0.0.1",
  AX_SMTP_PORT: String(mails.port),
  AX_SMTP_SECURITY: "none",
  AX_MAIL_FROM: "AspireX <no-reply@mentors.example>",
  ...extra,
});

/** A server with that mail server, for the length of `use`; with people in it only where a mentor is needed. */
async function withServer(mails, extra, use, { demo = false } = {}) {
  const server = await Server.start({ env: smtp(mails, extra), demo });
  try {
    await use(server);
  } finally {
    await server.stop();
    await mails.close();
  }
}

describe("how the connection is secured and who we are", () => {
  let tls;
  before(() => {
    tls = makeCertificate(scratch);
  });

  for (const [security, secure, methods] of [["starttls", false, ["LOGIN"]], ["tls", true, ["PLAIN"]]])
    test(`${security}, AUTH ${methods}, one connection for many mails`, async () => {
      const mails = await MailServer.start({ secure, key: tls.key, cert: tls.cert, authMethods: methods, authOptional: false });
      const extra = { AX_SMTP_SECURITY: security, AX_SMTP_CA_FILE: tls.ca, AX_SMTP_USER: "mailer", AX_SMTP_PASSWORD: "secret" };
      await withServer(mails, extra, async (server) => {
        for (let i = 0; i < 5; ++i) {
          const email = anAddress();
          await register(server, email);
          const mail = await arrived(mails, email);
          assert.equal(mail.secure, true);
          assert.equal(mail.user, "mailer");
        }
        assert.equal(mails.connections, 1);
      });
    });

  test("a certificate that nobody vouches for gets no mail, and nobody waits for it", async () => {
    const mails = await MailServer.start({ key: tls.key, cert: tls.cert });
    await withServer(mails, { AX_SMTP_SECURITY: "starttls" }, async (server) => {
      await register(server, anAddress());
      await until("the log says so", () => /mail\.server_away/.test(server.output));
      assert.deepEqual(mails.taken, []);
    });
  });

  test("XOAUTH2: a token from the refresh token, kept, and anew when the server does not like it", async () => {
    let given = 0;
    const asked = [];
    const tokens = createServer(async (request, response) => {
      let body = "";
      for await (const part of request) body += part;
      asked.push(new URLSearchParams(body));
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify({ access_token: `token-${++given}`, expires_in: 3600, token_type: "Bearer" }));
    }).listen(0, "127.0.0.1");
    await once(tokens, "listening");
    const mails = await MailServer.start({ authMethods: ["XOAUTH2", "LOGIN"], authOptional: false, allowInsecureAuth: true });
    mails.allows = ({ username, accessToken }) => username === "us@gmail.example" && accessToken === "token-2";
    const extra = {
      AX_SMTP_AUTH: "xoauth2",
      AX_SMTP_USER: "us@gmail.example",
      AX_SMTP_OAUTH_URL: `http://127.0.0.1:${tokens.address().port}/token`,
      AX_SMTP_OAUTH_CLIENT_ID: "client",
      AX_SMTP_OAUTH_CLIENT_SECRET: "client-secret",
      AX_SMTP_OAUTH_REFRESH_TOKEN: "1//refresh",
    };
    await withServer(mails, extra, async (server) => {
      for (let i = 0; i < 2; ++i) {
        const email = anAddress();
        await register(server, email);
        assert.equal((await arrived(mails, email)).user, "us@gmail.example");
      }
      assert.equal(given, 2, "the first was refused, the second serves all");
      assert.equal(asked[0].get("refresh_token"), "1//refresh");
      assert.equal(asked[0].get("grant_type"), "refresh_token");
      assert.doesNotMatch(server.output, /token-\d|client-secret|1\/\/refresh/);
    });
    tokens.close();
  });
});

test("signatures of both kinds verify, and List-Unsubscribe is signed and works", async () => {
  const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const ed25519 = generateKeyPairSync("ed25519");
  const pem = (pair) => pair.privateKey.export({ type: "pkcs8", format: "pem" });
  writeFileSync(place("rsa.pem"), pem(rsa));
  writeFileSync(place("ed25519.pem"), pem(ed25519));
  const publicKey = (pair) => createPublicKey(pair.privateKey).export({ type: "spki", format: "der" });
  const records = {
    "s1._domainkey.mentors.example": `v=DKIM1; k=rsa; p=${publicKey(rsa).toString("base64")}`,
    "s2._domainkey.mentors.example": `v=DKIM1; k=ed25519; p=${publicKey(ed25519).subarray(-32).toString("base64")}`,
  };
  const resolver = async (name, type) => {
    if (type === "TXT" && records[name]) return [[records[name]]];
    throw Object.assign(new Error("no such name"), { code: "ENOTFOUND" });
  };
  const checked = async (raw) => (await dkimVerify(Buffer.from(raw), { resolver })).results.map((one) => [one.selector, one.status.result]);
  const mails = await MailServer.start();
  const extra = {
    AX_BASE_URL: "https://mentors.example",
    AX_DKIM_KEY_FILE: `${place("rsa.pem")},${place("ed25519.pem")}`,
    AX_DKIM_SELECTOR: "s1,s2",
  };
  await withServer(mails, extra, async (server) => {
    const student = await comeIn(server, mails);
    const good = [["s1", "pass"], ["s2", "pass"]];
    const [{ raw: link }] = mails.to(student.email);
    assert.deepEqual((await checked(link)).sort(), good);
    assert.equal(header(link, "List-Unsubscribe"), undefined, "what somebody asked for can't be ended");
    const offer = await freeTimes(server);
    await book(server, student, offer, offer.times[0]);
    const { raw } = await arrived(mails, student.email, 2);
    assert.deepEqual((await checked(raw)).sort(), good);
    assert.deepEqual(await checked(raw.replace(/\r\nSubject: /, "\r\nSubject: Not ")).then((all) => all.map(([, result]) => result)), ["fail", "fail"]);
    const forged = raw.replace(/\r\nFrom: /, "\r\nFrom: Mallory <m@evil.example>\r\nFrom: ");
    for (const [, result] of await checked(forged)) assert.notEqual(result, "pass", "a second From");
    assert.match(header(raw, "DKIM-Signature"), /list-unsubscribe:\s*list-unsubscribe-post/);
    assert.equal(header(raw, "List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
    const address = new URL(header(raw, "List-Unsubscribe").slice(1, -1));
    assert.equal(address.origin, "https://mentors.example");
    const left = await fetch(server.url + address.pathname + address.search, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: "List-Unsubscribe=One-Click",
    });
    assert.ok(left.ok, `${left.status} ${await left.text()}`);
    const doctor = await server.command(["doctor", "--json"]);
    assert.match(doctor.stdout, /s1\._domainkey\.mentors\.example/);
  }, { demo: true });
  const wrong = await run(["serve", "--data", scratch], { env: { ...smtp({ port: 25 }), AX_DKIM_KEY_FILE: place("nothing.pem"), AX_DKIM_SELECTOR: "s1" } });
  assert.equal(wrong.code, 2);
  assert.match(wrong.stderr, /AX_DKIM_KEY_FILE: can't read/);
});

describe("what servers say", () => {
  test("450 is tried again with the same Message-ID", async () => {
    const mails = await MailServer.start();
    await withServer(mails, {}, async (server) => {
      const said = ["450 4.2.0 greylisted", undefined];
      mails.message = () => said.shift();
      const email = anAddress();
      await register(server, email);
      await arrived(mails, email, 2);
      const [first, second] = mails.to(email).map(({ raw }) => header(raw, "Message-ID"));
      assert.equal(first, second);
    });
  });

  test("an address that is refused for good is not written to until its owner asks, or the operator clears it", async () => {
    const mails = await MailServer.start();
    await withServer(mails, {}, async (server) => {
      const student = await comeIn(server, mails);
      const offer = await freeTimes(server);
      mails.recipient = (address) => (address === student.email ? "550 5.1.1 No such user" : undefined);
      const tries = () => mails.asked.filter((address) => address === student.email).length;
      const told = (reason, many) =>
        until(`${many} are ${reason}`, async () => {
          const { items } = await student.ok("GET", "/notifications/deliveries/");
          const such = items.filter((one) => one.channel === "mail" && one.reason === reason);
          return such.length === many && such.every((one) => one.state === "failed");
        });
      await book(server, student, offer, offer.times[0]);
      await told("refused", 1);
      assert.equal(tries(), 2);
      const listed = await server.command(["mail", "bounces", "list"]);
      assert.match(listed.stdout, new RegExp(`${student.email} +1x  smtp 550 5.1.1`));
      await book(server, student, offer, offer.times[6]);
      await told("bounced", 1);
      assert.equal(tries(), 2, "not even tried");

      mails.recipient = () => undefined;
      await new Client(server).ok("POST", "/auth/forgot-password/", { email: student.email });
      await arrived(mails, student.email, 2);
      await until("it is off the list", async () => !(await server.command(["mail", "bounces", "list"])).stdout.includes(student.email));
      await book(server, student, offer, offer.times[12]);
      await arrived(mails, student.email, 3);

      mails.recipient = () => "550 5.1.1 No such user";
      await book(server, student, offer, offer.times[18]);
      await told("refused", 2);
      const cleared = await server.command(["mail", "bounces", "clear", student.email.toUpperCase()]);
      assert.equal(cleared.code, 0, cleared.stderr);
      assert.equal((await server.command(["mail", "bounces", "clear", student.email])).code, 1);
      mails.recipient = () => undefined;
      await book(server, student, offer, offer.times[24]);
      await arrived(mails, student.email, 4);
    }, { demo: true });
  });
});

test("a server that hangs holds up no request and no other job, and gets every mail once it is back", { timeout: 240_000 }, async () => {
  const mails = await MailServer.start();
  await withServer(mails, {}, async (server) => {
    const student = await comeIn(server, mails);
    mails.message = () => "hang";
    const waiting = Array.from({ length: 20 }, anAddress);
    const times = [];
    for (const email of waiting) {
      const begun = performance.now();
      await register(server, email);
      times.push(performance.now() - begun);
    }
    const offer = await freeTimes(server);
    const { booking } = await book(server, student, offer, offer.times[0]);
    assert.equal((await paymentOf(student, booking)).booking.state, "confirmed");
    await until("the notice is there, though its mail is not", async () => (await student.ok("GET", "/notifications/")).items.length > 0, { seconds: 10 });
    assert.ok(Math.max(...times) < 5000, `${Math.max(...times)} ms`);
    assert.ok(new Set(mails.taken.map((mail) => mail.session)).size <= 6, "few connections try");
    mails.message = () => undefined;
    for (const email of waiting)
      await until(`a mail to ${email}`, () => mails.to(email).some((mail) => mail.said === undefined), { seconds: 120 });
    for (const email of waiting) assert.equal(new Set(mails.to(email).map(({ raw }) => header(raw, "Message-ID"))).size, 1);
    assert.match((await (await fetch(`${server.url}/metrics`)).text()), /ax_mail_server_up 1/);
  }, { demo: true });
});

test("mails leave at the pace that is set, and a mail server that is away loses none", { timeout: 120_000 }, async () => {
  const mails = await MailServer.start();
  await withServer(mails, { AX_MAIL_PER_MINUTE: "60" }, async (server) => {
    await mails.close();
    const waiting = Array.from({ length: 6 }, anAddress);
    for (const email of waiting) await register(server, email);
    await until("it is away", () => /mail\.server_away/.test(server.output));
    await mails.listen(mails.port);
    for (const email of waiting) await arrived(mails, email);
    const at = mails.taken.map((mail) => mail.at).sort((a, b) => a - b);
    assert.ok(at.at(-1) - at[0] > 4500, `six mails within ${at.at(-1) - at[0]} ms`);
    assert.equal(mails.taken.length, 6);
  });
});
