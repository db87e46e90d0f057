import assert from "node:assert/strict";
import { test } from "node:test";
import { assertLedger, book, settled } from "./lib/booking.mjs";
import { Client, freeTimes, mails, password, signUp } from "./lib/client.mjs";
import { createDatabase, joining, Redis, skipWithoutPostgres } from "./lib/nodes.mjs";
import { until } from "./lib/poll.mjs";
import { Server } from "./lib/server.mjs";

const workers = 4;
const registrations = 40;
const bookings = 4;
const kills = Number(process.env.AX_WORKER_KILLS ?? 10);

test(`${workers} workers, ${kills} of them killed while they work: every effect once`, { skip: skipWithoutPostgres }, async (t) => {
  const database = createDatabase("workers");
  const redis = await Redis.start();
  let front;
  let crew = [];
  t.after(async () => {
    await Promise.all(crew.map((worker) => worker.stop()));
    await front?.stop();
    await redis.stop();
    database.drop();
  });
  const env = { ...joining(database, redis), AX_SANDBOX_WEBHOOK_DELAY_MS: "50", AX_RECONCILE_SECONDS: "1" };
  front = await Server.start({ env: { ...env, AX_ROLES: "api,realtime,payments" } });
  crew = await Promise.all(Array.from({ length: workers }, () => Server.start({ demo: false, env: { ...env, AX_ROLES: "worker" } })));
  const students = await Promise.all(Array.from({ length: bookings }, () => signUp(front, { name: "Sita Seat" })));
  const offers = await Promise.all(students.map((_, i) => freeTimes(front, `M00000${i + 1}`)));

  // What makes jobs: sign-ups send a mail each, paid sessions tell two people and send two mails.
  const emails = Array.from({ length: registrations }, (_, i) => `once${i}@example.org`);
  const signingUp = (async () => {
    for (const email of emails)
      await new Client(front).ok("POST", "/auth/register/", {
        name: "Only Once", email, password, role: "student", accepted_terms: true, time_zone: "Europe/Berlin",
      });
  })();
  const booking = Promise.all(students.map(async (student, i) => (await book(front, student, offers[i], offers[i].times[0])).booking));
  let busy = true;
  const allSaid = Promise.all([signingUp, booking]).finally(() => (busy = false));

  const killing = (async () => {
    for (let i = 0; i < kills; i += 1) {
      const victim = crew[Math.floor(Math.random() * workers)];
      await until("a moment", () => Math.random() < 0.2 || !busy, { every: 20 });
      await victim.kill();
      await victim.launch();
    }
  })();
  const [, booked] = await allSaid;
  await killing;

  // What a killed one was working on is retaken when its lease of a minute ends.
  const patience = { seconds: 240, every: 250 };
  for (const email of emails) await until(`${email} has its mail`, async () => (await mails(front, email)).length > 0, patience);
  for (const [i, student] of students.entries()) {
    await settled(student, booked[i], "confirmed", "paid", 240);
    await until(`${student.email} is told`, async () => (await student.ok("GET", "/notifications/")).items.length > 0, patience);
    await until(`${student.email} has the mails`, async () => (await mails(front, student.email)).length >= 2, patience);
  }
  for (const email of emails) assert.equal((await mails(front, email)).length, 1, email);
  for (const student of students) {
    const letters = (await mails(front, student.email)).map(({ subject, text }) => `${subject}\n${text}`);
    assert.equal(new Set(letters).size, letters.length, `a mail came twice: ${letters.sort().join("\n---\n")}`);
    const notices = (await student.ok("GET", "/notifications/")).items.map(({ title, body }) => `${title} ${body}`);
    assert.equal(new Set(notices).size, notices.length, notices.join("\n"));
  }
  await assertLedger(front);
});
