import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { assertLedger, book, decide, hold, order, pay, paymentOf, settled, stepsOf, verify } from "./lib/booking.mjs";
import { Client, demoPassword, freeTimes, mails, mentorEmail, password, signIn, signUp } from "./lib/client.mjs";
import { until } from "./lib/poll.mjs";
import { Server } from "./lib/server.mjs";

describe("from sign-up to a paid session", () => {
  let server, offer, student, mentor;
  const next = () => offer.times.splice(0, 4)[0];

  before(async () => {
    server = await Server.start({ env: { AX_SANDBOX_WEBHOOK_DELAY_MS: "100" } });
    offer = await freeTimes(server);
    student = await signUp(server);
    mentor = await signIn(server, mentorEmail);
  });
  after(() => server?.stop());

  test("a new account signs in with its address and its number, never with another password", async () => {
    assert.equal(student.user.email, student.email);
    const number = student.user.student_id;
    for (const identifier of [student.email, number].filter(Boolean)) await signIn(server, identifier, password);
    const wrong = await new Client(server).post("/auth/login/", { identifier: student.email, password: demoPassword });
    assert.equal(wrong.status, 401);
  });

  test("the mentor is found by skill", async () => {
    for (const query of ["q=postgres", "skill=PostgreSQL"]) {
      const { items } = await new Client(server).ok("GET", `/mentors/?${query}`);
      assert.deepEqual(items.map((item) => item.mentor_id), [offer.mentor], query);
    }
  });

  test("hold, order, forged signature, payment, both sides told, cancelled, refunded", async () => {
    const start = next();
    const before = await mentor.ok("GET", "/mentors/me/balance/");
    const key = { "idempotency-key": "one-hold" };
    const wish = { mentor_id: offer.mentor, service_id: offer.service.id, start, topic: "Design" };
    const held = await student.ok("POST", "/bookings/", wish, key);
    assert.equal(held.state, "held");
    assert.equal((await student.ok("POST", "/bookings/", wish, key)).id, held.id);
    const again = await student.post("/bookings/", wish);
    assert.deepEqual([again.status, again.body.reason], [409, "booking.slot_taken"]);

    const made = await order(student, held);
    assert.equal(made.amount, offer.service.price.amount);
    assert.equal((await order(student, held)).order_id, made.order_id);
    const proof = await pay(server, made.order_id);
    const forged = await verify(student, held, { ...proof, razorpay_signature: "0".repeat(64) });
    assert.deepEqual([forged.status, forged.body.reason], [403, "payments.bad_signature"]);

    const verified = await verify(student, held, proof);
    assert.equal(verified.status, 200);
    assert.deepEqual([verified.body.booking.state, verified.body.booking.money], ["confirmed", "paid"]);
    assert.deepEqual(stepsOf(verified.body), ["held", "ordered", "attempted", "paid", "confirmed"]);
    const { items } = await mentor.ok("GET", "/bookings/?as=mentor");
    assert.equal(items.find((item) => item.id === held.id)?.state, "confirmed");
    assert.equal((await mentor.ok("GET", "/mentors/me/balance/")).pending.amount, before.pending.amount + made.amount);

    for (const [who, email] of [[student, student.email], [mentor, mentorEmail]]) {
      await until(`a notification of ${email}`, async () => (await who.ok("GET", "/notifications/")).items.length > 0);
      assert.ok((await who.ok("GET", "/notifications/unread-count/")).unread > 0);
      await until(`a mail about the session to ${email}`, async () =>
        (await mails(server, email)).some((mail) => mail.text.includes(offer.service.title)));
    }

    const cancelled = await student.ok("POST", `/bookings/${held.id}/cancel/`, { note: "Ill" });
    assert.deepEqual([cancelled.state, cancelled.money], ["cancelled", "refunding"]);
    const back = await settled(student, held, "cancelled", "refunded");
    assert.equal(back.state, "refunded");
    assert.deepEqual(await mentor.ok("GET", "/mentors/me/balance/"), before);
    await assertLedger(server);
  });

  test("nobody else sees, pays or cancels a session", async () => {
    const { booking, proof } = await book(server, student, offer, next());
    const other = await signIn(server, "ravi@demo.aspirex.example");
    for (const answer of [
      await other.get(`/bookings/${booking.id}/`),
      await other.get(`/bookings/${booking.id}/payment/`),
      await other.post(`/bookings/${booking.id}/cancel/`, {}),
      await other.post("/mentor/create-order/", { booking_id: booking.id }),
      await verify(other, booking, proof),
    ])
      assert.deepEqual([answer.status, answer.body.reason], [404, "booking.not_found"]);
  });

  test("a payment that fails can be paid after all", async () => {
    const held = await hold(student, offer, next());
    const { order_id: id } = await order(student, held);
    assert.equal(await decide(server, id, "fail"), "failed");
    const failed = await until("the failure is told", async () => {
      const status = await paymentOf(student, held);
      return stepsOf(status).includes("failed") && status;
    });
    assert.equal(failed.booking.state, "held");
    assert.equal((await verify(student, held, await pay(server, id))).status, 200);
    await settled(student, held, "confirmed", "paid");
  });

  test("abandoning changes nothing, and a closed window is noticed by webhook alone", async () => {
    const held = await hold(student, offer, next());
    const { order_id: id } = await order(student, held);
    assert.equal(await decide(server, id, "abandon"), "abandoned");
    assert.equal((await paymentOf(student, held)).state, "created");
    assert.equal(await decide(server, id, "silent"), "pending");
    await settled(student, held, "confirmed", "paid", 30);
  });
});

test("without any webhook the reconciler notices", async (t) => {
  const server = await Server.start({ env: { AX_SANDBOX_WEBHOOK_COPIES: "0", AX_RECONCILE_SECONDS: "1" } });
  t.after(() => server.stop());
  const student = await signIn(server, "ravi@demo.aspirex.example");
  const offer = await freeTimes(server);
  const held = await hold(student, offer, offer.times[0]);
  const { order_id: id } = await order(student, held);
  await decide(server, id, "silent");
  await settled(student, held, "confirmed", "paid");
  await assertLedger(server);
});

test("money that comes after the hold ran out gets the seat if it is free, else goes back", async (t) => {
  const server = await Server.start({ env: { AX_HOLD_SECONDS: "5", AX_SANDBOX_WEBHOOK_DELAY_MS: "100" } });
  t.after(() => server.stop());
  const offer = await freeTimes(server);
  const [late, quick] = [await signIn(server, "ravi@demo.aspirex.example"), await signUp(server)];
  const expired = async (start) => {
    const held = await hold(late, offer, start);
    const { order_id: id } = await order(late, held);
    await settled(late, held, "expired", "unpaid", 30);
    return { held, id };
  };

  const free = await expired(offer.times[0]);
  assert.equal((await verify(late, free.held, await pay(server, free.id))).status, 200);
  await settled(late, free.held, "confirmed", "paid");

  const lost = await expired(offer.times.at(-1));
  const taken = await book(server, quick, offer, offer.times.at(-1));
  assert.equal((await verify(late, lost.held, await pay(server, lost.id))).status, 200);
  const back = await settled(late, lost.held, "expired", "refunded");
  assert.ok(back.steps.some((step) => step.step === "refunding" && step.note === "late"));
  assert.equal((await paymentOf(quick, taken.booking)).booking.state, "confirmed");
  await assertLedger(server);
});
