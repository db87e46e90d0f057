import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { DatabaseSync } from "node:sqlite";
import { join } from "node:path";
import { test } from "node:test";
import { assertLedger, decide, wish } from "./lib/booking.mjs";
import { freeTimes, signUp } from "./lib/client.mjs";
import { until } from "./lib/poll.mjs";
import { isRelease, Server } from "./lib/server.mjs";

const rounds = Number(process.env.AX_KILL_ROUNDS ?? 50);
const readyWithin = 2;

/** What the disk says of every payment of the sandbox: its end there and here. */
function payments(server) {
  const db = new DatabaseSync(join(server.data, "aspirex.db"), { readOnly: true });
  try {
    db.exec("PRAGMA busy_timeout = 5000");
    return db.prepare(`
      SELECT s.id, s.status AS theirs, p.status AS ours, p.seated, p.refund_state, b.id AS booking, b.state, b.money,
             (SELECT count(*) FROM sandbox_refund r WHERE r.payment_id = s.id) AS refunds,
             (SELECT count(*) FROM ledger_transfer t WHERE t.cause = 'capture:' || s.id) AS captures_booked,
             (SELECT count(*) FROM ledger_transfer t WHERE t.cause = 'refund:' || s.id) AS refunds_booked
      FROM sandbox_payment s LEFT JOIN payment p ON p.gateway_payment = s.id
      LEFT JOIN payment_order o ON o.id = p.order_id LEFT JOIN booking b ON b.id = o.booking_id
      WHERE s.status <> 'failed' AND s.id NOT LIKE 'pay_demo_%'`).all();
  } finally {
    db.close();
  }
}

const confirmed = (p) => p.theirs === "captured" && p.seated === 1 && p.refund_state === 0 && p.state === 1 &&
  p.captures_booked === 1 && p.refunds_booked === 0 && p.refunds === 0;
const refunded = (p) => p.theirs === "refunded" && p.refund_state === 3 && p.state !== 1 &&
  p.captures_booked === 1 && p.refunds_booked === 1 && p.refunds === 1;

/** One student who wants one session: every step is repeated until it is acknowledged, whatever dies meanwhile. */
class Journey {
  constructor(server, student, offer, start, plan) {
    Object.assign(this, { server, student, offer, start, plan, done: "nothing" });
  }

  // An answer decides; a connection that broke does not.
  async persist(step) {
    for (;;) {
      const life = this.server.life;
      try {
        return await step();
      } catch (error) {
        if (error.name === "AssertionError") throw error;
        await until("the server is back", () => this.server.life > life || this.server.up, { seconds: 200, every: 5 });
      }
    }
  }

  // As the client does it: one key for all tries of a step. Whether the process died before the effect, after it or
  // after the answer was recorded, the next try is answered at once as the first would have been.
  post(path, body) {
    const headers = { "Idempotency-Key": randomUUID() };
    return this.persist(() => this.student.ok("POST", path, body, headers));
  }

  async walk() {
    this.booking = await this.post("/bookings/", wish(this.offer, this.start));
    this.done = "hold";
    this.order = await this.post("/mentor/create-order/", { booking_id: this.booking.id });
    this.done = "order";
    // A repeat of a payment that went through unheard is told that the order is paid: "abandoned".
    if (this.plan === "give back") await this.post(`/bookings/${this.booking.id}/cancel/`, {});
    const choice = this.plan === "silent" ? "silent" : "pay";
    const fragment = await this.persist(() => decide(this.server, this.order.order_id, choice));
    this.done = "paid";
    const proof = Object.fromEntries(new URLSearchParams(fragment));
    if (!proof.razorpay_signature || this.plan === "silent") return;
    this.verified = await this.post("/mentor/verify-payment/", { booking_id: this.booking.id, ...proof });
    this.done = "verified";
    if (this.plan !== "cancel") return;
    await this.post(`/bookings/${this.booking.id}/cancel/`, {});
    this.done = "cancelled";
  }

  /** Nothing that was acknowledged is lost. */
  async check() {
    const status = await this.student.ok("GET", `/bookings/${this.booking.id}/payment/`);
    const end = `${this.plan}: ${status.booking.state} ${status.booking.money}, ${JSON.stringify(status.steps)}`;
    const goesBack = this.plan === "give back" || (this.plan === "cancel" && this.done === "cancelled");
    assert.equal(status.booking.state, goesBack ? "cancelled" : "confirmed", end);
    assert.equal(status.booking.money, goesBack ? "refunded" : "paid", end);
    if (this.order) assert.ok(status.steps.some((step) => step.step === "ordered"), end);
  }
}

const plans = ["pay", "silent", "cancel", "give back"];

test(`kill -9 at random points of ${rounds} rounds: nothing lost, nothing paid twice`, async (t) => {
  const env = { AX_SANDBOX_WEBHOOK_DELAY_MS: "50", AX_RECONCILE_SECONDS: "1" };
  const server = await Server.start({ env });
  t.after(() => server.stop());
  Object.assign(server, { life: 1, up: true });
  const students = await Promise.all(plans.map(() => signUp(server)));
  const offers = await Promise.all(plans.map((_, i) => freeTimes(server, `M00000${i + 1}`)));
  // One time a day would run out: three, far enough apart that neither buffers nor the daily cap are in the way.
  const times = offers.map((offer) => offer.days.flatMap((day) => day.times.filter((_, i) => i % 8 === 0).slice(0, 3)));
  const enough = Math.min(...times.map((list) => list.length));
  let journeySeconds = 0;
  let slowest = 0;
  const killedAt = {};

  for (let round = 0; round <= rounds; ++round) {
    const journeys = students.map((student, i) =>
      new Journey(server, student, offers[i], times[i][round % enough], plans[(i + round) % plans.length]));
    const begun = performance.now();
    const walks = Promise.allSettled(journeys.map((journey) => journey.walk()));
    if (round === 0) {
      await walks;
      journeySeconds = (performance.now() - begun) / 1000;
    } else {
      const seconds = Math.random() * journeySeconds * 1.1;
      await until("the moment has come", () => performance.now() - begun >= seconds * 1000, { seconds: seconds + 5, every: 1 });
      server.up = false;
      await server.kill();
      for (const journey of journeys) killedAt[journey.done] = (killedAt[journey.done] ?? 0) + 1;
      slowest = Math.max(slowest, await server.launch());
      server.life += 1;
      server.up = true;
    }
    for (const outcome of await walks) if (outcome.status === "rejected") throw outcome.reason;
    await until(`round ${round}: every payment is confirmed or refunded`, () => {
      const open = payments(server).filter((p) => !confirmed(p) && !refunded(p));
      if (open.length > 0) throw new Error(JSON.stringify(open));
      return true;
      // A job that the kill interrupted stays leased to the dead process for a while, then it runs again.
    }, { seconds: 150 });
    for (const journey of journeys) await journey.check();
    if (round % 10 === 0 || round === rounds) await assertLedger(server);
  }

  const all = payments(server);
  assert.equal(all.length, (rounds + 1) * plans.length, "each journey paid once");
  t.diagnostic(`${all.filter(confirmed).length} confirmed, ${all.filter(refunded).length} refunded; ` +
    `killed after: ${JSON.stringify(killedAt)}; slowest start ${slowest.toFixed(2)} s`);
  if (isRelease()) assert.ok(slowest <= readyWithin, `ready again after ${slowest.toFixed(2)} s`);
});
