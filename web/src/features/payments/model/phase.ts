import type { PaymentStatus } from "@/api/contract.gen";

/** What the page is about right now. The server decides; this only reads its answer. */
export type Phase =
  | "pay" // the hold stands, money is awaited
  | "waiting" // money is on its way, or here and not booked yet
  | "confirmed"
  | "refunding"
  | "refunded"
  | "expired"
  | "cancelled";

export function phaseOf(status: PaymentStatus): Phase {
  const { booking, state } = status;
  if (state === "refunded" || booking.money === "refunded") return "refunded";
  if (state === "refunding" || booking.money === "refunding") return "refunding";
  if (booking.state === "cancelled") return "cancelled";
  if (booking.state === "confirmed" || booking.state === "completed" || booking.state === "missed")
    return "confirmed";
  if (state === "attempted" || state === "paid") return "waiting";
  return booking.state === "expired" ? "expired" : "pay";
}

/** How soon to ask again; false once nothing can change by itself. Money may still arrive after a hold ran out. */
export function pollEvery(status: PaymentStatus, watchedMs: number): number | false {
  const phase = phaseOf(status);
  if (phase === "confirmed" || phase === "refunded" || phase === "cancelled") return false;
  if (phase === "expired" && status.state === "none") return false;
  return watchedMs < 60_000 ? 2_000 : 5_000;
}
