import type { Booking, JoinWaitlist } from "@/api/contract.gen";

const dayLength = 86_400_000;

/** "2026-11-24" and so many days later, on the calendar. */
export const addDays = (date: string, days: number) =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * dayLength).toISOString().slice(0, 10);

/** For lib/format, together with the zone "UTC". */
export const noonOf = (date: string) => `${date}T12:00:00Z`;

/** 0 … 24 as a time of the day that lib/format can write, together with the zone "UTC". */
export const hourAt = (hour: number) => new Date(Date.UTC(2024, 0, 1, hour));

/** The next confirmed session with a mentor: what "sooner" is measured by. */
export const presentSession = (bookings: Booking[], mentor: string) =>
  bookings.find(({ state, mentor: { id } }) => state === "confirmed" && id === mentor);

export type Wish = { from: string; to: string; earliest: string; latest: string; sooner: boolean };

/** What is asked for is all that is sent: the whole day and "any time" say nothing. */
export function toBody(
  wish: Wish,
  { mentor, service, zone, present }: { mentor: string; service: number; zone: string; present?: Booking },
): JoinWaitlist {
  const earliest = Number(wish.earliest);
  const latest = Number(wish.latest);
  return {
    mentor,
    service,
    from: wish.from,
    to: wish.to,
    zone,
    ...(earliest > 0 && { earliest_hour: earliest }),
    ...(latest < 24 && { latest_hour: latest }),
    ...(wish.sooner && present && { before_booking: present.id }),
  };
}
