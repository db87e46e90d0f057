import { expect, it } from "vitest";
import { dropFragment, parseReturn } from "./fragment";

it("reads what a successful checkout brings back", () => {
  expect(
    parseReturn("#razorpay_payment_id=pay_1&razorpay_order_id=order_1&razorpay_signature=ab%2Bcd"),
  ).toEqual({
    kind: "paid",
    razorpay_payment_id: "pay_1",
    razorpay_order_id: "order_1",
    razorpay_signature: "ab+cd",
  });
});

it.each(["failed", "pending", "abandoned"] as const)("knows %s", (kind) => {
  expect(parseReturn(`#${kind}`)).toEqual({ kind });
});

it.each(["", "#", "#book", "#failed=1", "#razorpay_payment_id=pay_1&razorpay_order_id=order_1"])(
  "takes nothing from %j",
  (fragment) => {
    expect(parseReturn(fragment)).toBeNull();
  },
);

it("drops the fragment and keeps the rest of the address", () => {
  window.history.replaceState({ kept: 1 }, "", "/bookings/7/payment?a=1#pending");
  dropFragment();
  expect(window.location.href).toMatch(/\/bookings\/7\/payment\?a=1$/);
  expect(window.history.state).toEqual({ kept: 1 });
});
