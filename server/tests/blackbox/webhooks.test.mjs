import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";
import {
  assertLedger, book, decide, event, gatewayPayments, hold, keySecret, order, pay, paymentOf, settled, sign, stepsOf,
  verify, webhook, webhookSecret,
} from "./lib/booking.mjs";
import { Client, freeTimes, signIn, signUp } from "./lib/client.mjs";
import { Server } from "./lib/server.mjs";

const razorpay = createRequire(import.meta.url)("razorpay/dist/utils/razorpay-utils");

// The gateway's own webhooks are off: every one in here is the test's, so the order of events is too.
describe("webhooks", () => {
  let server, offer, student;
  const next = () => offer.times.splice(0, 4)[0];

  before(async () => {
    const env = { AX_SANDBOX_WEBHOOK_COPIES: "0", AX_RECONCILE_SECONDS: "3600", AX_HOLD_SECONDS: "5" };
    server = await Server.start({ env });
    offer = await freeTimes(server);
    student = await signIn(server, "ravi@demo.aspirex.example");
  });
  after(() => server?.stop());

  /** An order that somebody paid without the browser ever coming back. */
  async function paidSilently(start = next(), who = student) {
    const held = await hold(who, offer, start);
    const { order_id: id } = await order(who, held);
    await decide(server, id, "silent");
    const [payment] = await gatewayPayments(server, id);
    const entity = { id: payment.id, order_id: id, amount: payment.amount };
    const of = (kind, status) => ({ kind, body: event(kind, { ...entity, status }), id: `evt_${kind}_${payment.id}` });
    return { held, id, entity, events: [
      of("payment.failed", "failed"), of("payment.authorized", "authorized"), of("payment.captured", "captured"),
    ] };
  }

  async function deliver(one) {
    const response = await webhook(server, one.body, { id: one.id });
    assert.equal(response.status, 200, await response.text());
  }

  const balance = async () =>
    (await (await signIn(server, "asha@demo.aspirex.example")).ok("GET", "/mentors/me/balance/")).pending.amount;

  test("three times each, in every order: the same end", async () => {
    const orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
    const begun = await balance();
    for (const positions of orders) {
      const { held, events } = await paidSilently();
      // Each round in another order than the one before, the third backwards.
      const rounds = [positions, [...positions.slice(1), positions[0]], positions.toReversed()];
      for (const round of rounds) await Promise.all(round.map((i) => deliver(events[i])));
      const status = await settled(student, held, "confirmed", "paid");
      for (const once of ["attempted", "paid", "confirmed"])
        assert.equal(stepsOf(status).filter((step) => step === once).length, 1, `${once} in ${positions}`);
    }
    assert.equal(await balance(), begun + orders.length * offer.service.price.amount);
    await assertLedger(server);
  });

  test("the same news under another event id changes nothing", async () => {
    const { held, events } = await paidSilently();
    const captured = events[2];
    for (const id of [captured.id, `${captured.id}_b`, undefined]) await deliver({ ...captured, id });
    const status = await settled(student, held, "confirmed", "paid");
    assert.equal(stepsOf(status).filter((step) => step === "paid").length, 1);
  });

  test("a forged one is refused and changes nothing", async () => {
    const { held, events } = await paidSilently();
    const { body, id } = events[2];
    const forgeries = [
      { signature: "0".repeat(64) }, { signature: "" }, { signature: "not hex" }, { secret: keySecret },
      { signature: sign(`${body} `, webhookSecret) }, { signature: sign(body, webhookSecret).slice(0, 63) },
    ];
    for (const forgery of forgeries) {
      const response = await webhook(server, body, { id, ...forgery });
      assert.equal(response.status, 401, JSON.stringify(forgery));
      assert.equal((await response.json()).reason, "payments.bad_signature");
    }
    assert.deepEqual([(await paymentOf(student, held)).state], ["created"]);
    // Nor did a forgery use up the event's id.
    await deliver(events[2]);
    await settled(student, held, "confirmed", "paid");
  });

  test("before, between and after the browser's own word", async () => {
    const held = await hold(student, offer, next());
    const { order_id: id } = await order(student, held);
    const proof = await pay(server, id);
    const [payment] = await gatewayPayments(server, id);
    const body = event("payment.captured", { id: payment.id, order_id: id, amount: payment.amount, status: "captured" });
    const answers = await Promise.all([
      webhook(server, body, { id: "evt_before" }), verify(student, held, proof), webhook(server, body, { id: "evt_before" }),
    ]);
    assert.deepEqual(answers.map((answer) => answer.status), [200, 200, 200]);
    assert.equal((await verify(student, held, proof)).status, 200);
    await deliver({ body, id: "evt_after" });
    const status = await settled(student, held, "confirmed", "paid");
    assert.equal(stepsOf(status).filter((step) => step === "paid").length, 1);
  });

  test("after the hold was lost to somebody else: refunded, once", async () => {
    const start = next();
    const { held, events } = await paidSilently(start);
    await settled(student, held, "expired", "unpaid");
    const other = await signUp(server);
    await book(server, other, offer, start);
    for (let round = 0; round < 3; ++round) await Promise.all(events.map(deliver));
    const status = await settled(student, held, "expired", "refunded");
    assert.equal(stepsOf(status).filter((step) => step === "refunded").length, 1);
    await deliver(events[2]);
    assert.equal((await paymentOf(student, held)).state, "refunded");
    await assertLedger(server);
  });

  test("of orders that are not ours, of kinds we don't know, of bodies that make no sense", async () => {
    const begun = await balance();
    const bodies = [
      event("payment.captured", { id: "pay_x", order_id: "order_nobody", amount: 100, status: "captured" }),
      event("invoice.paid", { id: "pay_y", order_id: "order_nobody", amount: 100, status: "captured" }),
      event("payment.captured", { id: "pay_z", order_id: 7, amount: "a lot", status: null }),
      "{}", "[]", "null", "", "not json", '{"event":"payment.captured","payload":{"payment":[]}}',
    ];
    for (const body of bodies) {
      const response = await webhook(server, body, { id: `evt_${bodies.indexOf(body)}` });
      assert.ok(response.status < 500, `${body}: ${response.status}`);
    }
    assert.equal(await balance(), begun);
  });

  test("a payment of another sum seats nobody", async () => {
    const { held, entity } = await paidSilently();
    await deliver({ body: event("payment.captured", { ...entity, amount: 100, status: "captured" }), id: "evt_cheap" });
    const status = await paymentOf(student, held);
    assert.notEqual(status.booking.state, "confirmed");
    assert.equal((await new Client(server).get(`/bookings/${held.id}/`)).status, 401);
  });
});

test("signatures are those of the gateway's own library", () => {
  for (const body of ["{}", event("payment.captured", { id: "pay_1" }), "snow ☃ and \u0000"]) {
    assert.ok(razorpay.validateWebhookSignature(body, sign(body, webhookSecret), webhookSecret));
    assert.ok(!razorpay.validateWebhookSignature(body, sign(body, keySecret), webhookSecret));
  }
});

test("what the sandbox hands to the browser, the gateway's own library accepts", async (t) => {
  const server = await Server.start();
  t.after(() => server.stop());
  const student = await signIn(server, "ravi@demo.aspirex.example");
  const offer = await freeTimes(server);
  const { order_id: id } = await order(student, await hold(student, offer, offer.times[0]));
  const proof = await pay(server, id);
  const checked = { order_id: proof.razorpay_order_id, payment_id: proof.razorpay_payment_id };
  assert.ok(razorpay.validatePaymentVerification(checked, proof.razorpay_signature, keySecret));
  assert.ok(!razorpay.validatePaymentVerification(checked, proof.razorpay_signature, webhookSecret));
});
