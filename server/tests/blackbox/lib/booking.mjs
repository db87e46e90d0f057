import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { until } from "./poll.mjs";

export const keySecret = "sandbox-key-secret";
export const webhookSecret = "sandbox-webhook-secret";
export const sign = (text, secret) => createHmac("sha256", secret).update(text).digest("hex");

export const wish = (offer, start) => ({ mentor_id: offer.mentor, service_id: offer.service.id, start });
export const hold = (student, offer, start) => student.ok("POST", "/bookings/", wish(offer, start));
export const order = (student, booking) => student.ok("POST", "/mentor/create-order/", { booking_id: booking.id });

/** Decides on the sandbox's page as a payer does; gives the fragment with which the browser comes back. */
export async function decide(server, orderId, choice) {
  const response = await fetch(`${server.url}/sandbox/checkout/${orderId}/`, {
    method: "POST",
    redirect: "manual",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ choice, return_to: "/bookings/1/payment" }),
    signal: AbortSignal.timeout(60_000),
  });
  assert.equal(response.status, 303, await response.text());
  const [path, fragment] = response.headers.get("location").split("#");
  assert.equal(path, "/bookings/1/payment");
  return fragment;
}

/** What the gateway hands to the browser of somebody who paid. */
export const pay = async (server, orderId) => Object.fromEntries(new URLSearchParams(await decide(server, orderId, "pay")));

export const verify = (student, booking, proof) =>
  student.send("POST", "/mentor/verify-payment/", { booking_id: booking.id, ...proof });

export const paymentOf = (student, booking) => student.ok("GET", `/bookings/${booking.id}/payment/`);
export const stepsOf = (status) => status.steps.map((step) => step.step);

export const settled = (student, booking, state, money, seconds = 60) =>
  until(`booking ${booking.id} is ${state} and ${money}`, async () => {
    const status = await paymentOf(student, booking);
    if (status.booking.state === state && status.booking.money === money) return status;
    throw new Error(`it is ${status.booking.state} and ${status.booking.money}: ${stepsOf(status)}`);
  }, { seconds });

/** Hold, order, pay, verify. */
export async function book(server, student, offer, start) {
  const held = await hold(student, offer, start);
  const { order_id: orderId } = await order(student, held);
  const proof = await pay(server, orderId);
  const verified = await verify(student, held, proof);
  assert.equal(verified.status, 200, JSON.stringify(verified.body));
  return { booking: verified.body.booking, orderId, proof };
}

/** What the sandbox itself knows, in Razorpay's words. */
export async function gatewayPayments(server, orderId) {
  const credentials = Buffer.from(`rzp_test_sandbox:${keySecret}`).toString("base64");
  const response = await fetch(`${server.url}/sandbox/razorpay/v1/orders/${orderId}/payments`, {
    headers: { authorization: `Basic ${credentials}` },
  });
  assert.equal(response.status, 200);
  return (await response.json()).items;
}

export const webhook = (server, body, { secret = webhookSecret, id, signature } = {}) =>
  fetch(`${server.url}/api/v1/payments/razorpay/webhook/`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-razorpay-signature": signature ?? sign(body, secret),
      ...(id ? { "x-razorpay-event-id": id } : {}),
    },
    body,
    signal: AbortSignal.timeout(60_000),
  });

export const event = (kind, payment) =>
  JSON.stringify({
    entity: "event", account_id: "acc_sandbox", event: kind, contains: ["payment"],
    payload: { payment: { entity: { entity: "payment", currency: "INR", method: "card", ...payment } } },
    created_at: 1_700_000_000,
  });

/** Ledger, payments, bookings and gateway agree. */
export async function assertLedger(server) {
  const { code, stdout, stderr } = await server.command(["ledger", "verify"]);
  assert.equal(stdout, "0 differences\n", stderr);
  assert.equal(code, 0);
}
