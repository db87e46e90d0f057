import type { Booking } from "@/api/contract.gen";
import { dateKey } from "@/lib/format";
import { addMonths } from "@/lib/month";

/** No zone is further than 14 hours from UTC: a span that holds the month wherever somebody looks from. */
const furthest = 14 * 3_600_000;

export function around(month: string): { from: string; to: string } {
  return {
    from: new Date(Date.parse(`${month}-01T00:00:00Z`) - furthest).toISOString(),
    to: new Date(Date.parse(`${addMonths(month, 1)}-01T00:00:00Z`) + furthest).toISOString(),
  };
}

/** The sessions of one month by their day in the viewer's zone, both in order. */
export function byDay(bookings: Booking[], month: string, zone: string): Map<string, Booking[]> {
  const days = new Map<string, Booking[]>();
  for (const booking of bookings) {
    const day = dateKey(booking.start, zone);
    if (day.startsWith(month)) days.set(day, [...(days.get(day) ?? []), booking]);
  }
  return days;
}
