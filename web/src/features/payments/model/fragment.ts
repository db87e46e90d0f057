import type { VerifyPayment } from "@/api/contract.gen";

/** What the checkout says on the way back, in the fragment, which no server sees. */
export type Returned =
  | ({ kind: "paid" } & Omit<VerifyPayment, "booking_id">)
  | { kind: "failed" | "pending" | "abandoned" };

export function parseReturn(fragment: string): Returned | null {
  const text = fragment.replace(/^#/, "");
  if (text === "failed" || text === "pending" || text === "abandoned") return { kind: text };
  const values = new URLSearchParams(text);
  const razorpay_payment_id = values.get("razorpay_payment_id");
  const razorpay_order_id = values.get("razorpay_order_id");
  const razorpay_signature = values.get("razorpay_signature");
  if (!razorpay_payment_id || !razorpay_order_id || !razorpay_signature) return null;
  return { kind: "paid", razorpay_payment_id, razorpay_order_id, razorpay_signature };
}

/** Leaves the address without the fragment, so that a reload or a shared link does not tell it again. */
export function dropFragment() {
  const { pathname, search } = window.location;
  window.history.replaceState(window.history.state, "", pathname + search);
}
