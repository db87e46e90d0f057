import type { Booking, User } from "@/api/contract.gen";
import { usePreference } from "@/lib/preferences";
import { useUser } from "@/lib/use-session";
import type { Side } from "../api/queries";

/** The side somebody looks from: their only one, or the one chosen last by those who have both. */
export function useSide(): Side {
  const user = useUser();
  const [chosen] = usePreference("role");
  if (user?.roles.includes(chosen)) return chosen;
  return user?.roles.includes("mentor") ? "mentor" : "student";
}

export const sideIn = (booking: Booking, user: User | null): Side =>
  user?.student_id === booking.student.id ? "student" : "mentor";

export const otherIn = (booking: Booking, side: Side) => booking[side === "student" ? "mentor" : "student"];
