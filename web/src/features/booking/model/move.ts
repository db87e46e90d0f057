import type { Booking } from "@/api/contract.gen";

/** Why the viewer cannot move a confirmed session that is to come; null if they can. */
export type Refusal = "none_left" | "too_late";
export function refusalOf(booking: Booking): Refusal | null {
  if (booking.can_move) return null;
  return booking.moves_left === 0 ? "none_left" : "too_late";
}

/** The session stays where it is; another time may do. */
export const timeIsGone = new Set([
  "booking.slot_taken",
  "booking.not_offered",
  "booking.student_busy",
  "booking.other_busy",
]);
