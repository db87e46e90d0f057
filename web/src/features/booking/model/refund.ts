import type { Booking } from "@/api/contract.gen";

/** What cancelling now means for the money of this booking. */
export type Consequence = "nothing_paid" | "full_refund" | "no_refund";
export function consequenceOf(booking: Booking, by: "student" | "mentor", now: Date): Consequence {
  if (booking.money !== "paid") return "nothing_paid";
  if (by === "mentor") return "full_refund";
  const until = booking.refund_free_until;
  return until !== null && now.getTime() <= Date.parse(until) ? "full_refund" : "no_refund";
}
