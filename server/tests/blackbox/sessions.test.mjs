import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, before, describe, test } from "node:test";
import { assertLedger, book, settled } from "./lib/booking.mjs";
import { freeTimes, mentorEmail, signIn, signUp } from "./lib/client.mjs";
import { until } from "./lib/poll.mjs";
import { Server } from "./lib/server.mjs";

const minute = 60_000_000;

/** What only time would bring about: the session began so many minutes ago and ends in so many. */
function move(server, id, begun, left) {
  const now = Date.now() * 1000;
  const db = new DatabaseSync(join(server.data, "aspirex.db"));
  db.exec("PRAGMA busy_timeout = 10000");
  db.prepare("UPDATE booking SET starts_at = ?, ends_at = ? WHERE id = ?").run(
    now - begun * minute,
    now + left * minute,
    id,
  );
  db.close();
}

describe("from a paid session to its review", () => {
  let server, offer, student, mentor;
  const next = () => offer.times.splice(0, 4)[0];
  const enter = (who, id, key) => who.post(`/bookings/${id}/attendance/`, { key });

  before(async () => {
    server = await Server.start({ env: { AX_SANDBOX_WEBHOOK_DELAY_MS: "100", AX_MEETING_URL: "https://meet.example/x" } });
    offer = await freeTimes(server);
    student = await signUp(server);
    mentor = await signIn(server, mentorEmail);
  });
  after(() => server?.stop());

  test("both enter the other's key: completed, released, reviewed, and the books agree", async () => {
    const { booking } = await book(server, student, offer, next());
    const path = `/bookings/${booking.id}/attendance/`;
    const early = await student.ok("GET", path);
    assert.deepEqual([early.join_url, early.key, early.open], [null, null, false]);
    const before = await mentor.ok("GET", "/mentors/me/balance/");

    move(server, booking.id, 60, -1);
    const [mine, theirs] = [await student.ok("GET", path), await mentor.ok("GET", path)];
    assert.match(mine.join_url, /^https:\/\/meet\.example\/x\/AspireX-\w{43}$/);
    assert.equal(mine.join_url, theirs.join_url);
    assert.notEqual(mine.key, theirs.key);
    const wrong = await enter(student, booking.id, mine.key);
    assert.equal(wrong.body.fields[0].reason, "wrong_key");
    // At once, as two people do.
    const both = await Promise.all([enter(student, booking.id, theirs.key), enter(mentor, booking.id, mine.key)]);
    assert.deepEqual(both.map(({ status }) => status), [200, 200]);
    assert.equal((await student.ok("GET", `/bookings/${booking.id}/`)).state, "completed");
    const balance = await mentor.ok("GET", "/mentors/me/balance/");
    const price = offer.service.price.amount;
    assert.equal(balance.released.amount, before.released.amount + price);
    assert.equal(balance.pending.amount, before.pending.amount - price);

    const written = await student.ok("PUT", `/bookings/${booking.id}/review/`, { stars: 5, text: "Clear" });
    assert.equal(written.review.author, "Nina N.");
    await mentor.ok("PUT", `/bookings/${booking.id}/review/reply/`, { text: "Thank you" });
    const { items, rating } = await student.ok("GET", `/mentors/${offer.mentor}/reviews/`);
    assert.deepEqual([items[0].text, items[0].reply, rating], ["Clear", "Thank you", 4.17]);
    assert.equal((await student.ok("GET", `/mentors/${offer.mentor}/`)).rating, 4.17);
    await until("the student is asked for feedback", async () =>
      (await student.ok("GET", "/notifications/")).items.some(({ kind }) => kind === "booking.completed"));
    const { items: completed } = await student.ok("GET", "/bookings/?when=completed");
    assert.deepEqual(completed.map(({ id }) => id), [booking.id]);
    await assertLedger(server);
  });

  test("a session that only one attended is missed; the staff hear the objection and send the money back", async () => {
    const { booking } = await book(server, student, offer, next());
    const before = await mentor.ok("GET", "/mentors/me/balance/");
    move(server, booking.id, 240, -180);
    const late = await enter(student, booking.id, "ABCDEF");
    assert.deepEqual([late.status, late.body.reason], [409, "attendance.closed"]);
    const missed = async () =>
      (await student.ok("GET", `/bookings/${booking.id}/`)).state === "missed";
    await until("the scheduler settles it", missed, { seconds: 90 });
    const text = "Nobody came\u001b[31m";
    const refused = await mentor.post(`/bookings/${booking.id}/dispute/`, { text });
    assert.equal(refused.status, 422, "control characters are no words");
    await student.ok("POST", `/bookings/${booking.id}/dispute/`, { text: "Nobody came to it" });
    const { stdout } = await server.command(["session", "disputes"]);
    assert.match(stdout, new RegExp(`^ *${booking.id} .* student: Nobody came to it$`, "m"));

    const misused = await server.command(["session", "resolve", `${booking.id}`, "--outcome", "perhaps"]);
    assert.equal(misused.code, 2);
    const resolve = ["session", "resolve", `${booking.id}`, "--outcome", "refunded", "--note", "The mentor was ill"];
    assert.equal((await server.command(resolve)).code, 0);
    await settled(student, booking, "missed", "refunded");
    const attendance = await student.ok("GET", `/bookings/${booking.id}/attendance/`);
    assert.deepEqual([attendance.dispute.outcome, attendance.dispute.note], ["refunded", "The mentor was ill"]);
    const after = await mentor.ok("GET", "/mentors/me/balance/");
    assert.equal(after.pending.amount, before.pending.amount - offer.service.price.amount);
    assert.equal(after.released.amount, before.released.amount);
    await assertLedger(server);
  });
});
