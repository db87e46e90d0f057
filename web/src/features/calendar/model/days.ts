import { TZDate } from "@date-fns/tz";
import type { Booking, Calendar } from "@/api/contract.gen";

/**
 * What stands where in a mentor's calendar. A day is the span between two midnights of a zone, 23 or 25 hours long
 * when clocks change; within it things are placed by what the clock on the wall shows.
 */
const dayLength = 86_400_000;
export const dayMinutes = 24 * 60;

export const views = ["day", "week", "list"] as const;
export type View = (typeof views)[number];
const listedDays = 28;

export const addDays = (date: string, days: number) =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * dayLength).toISOString().slice(0, 10);

/** For lib/format, together with the zone "UTC". */
export const noonOf = (date: string) => `${date}T12:00:00Z`;

/** The Monday of a date's week. */
export const mondayOf = (date: string) =>
  addDays(date, -((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7));

/** The dates that a view shows, and how far its arrows lead. */
export function spanOf(view: View, date: string): { from: string; to: string; step: number } {
  if (view === "day") return { from: date, to: date, step: 1 };
  if (view === "list") return { from: date, to: addDays(date, listedDays - 1), step: listedDays };
  const monday = mondayOf(date);
  return { from: monday, to: addDays(monday, 6), step: 7 };
}

/** The instant at which a date begins in a zone. */
export function beginOf(date: string, zone: string): number {
  const [year = 0, month = 1, day = 1] = date.split("-").map(Number);
  return new TZDate(year, month - 1, day, zone).getTime();
}

/** What the clock on the wall shows, as minutes since midnight. */
function wallMinutes(at: number, zone: string): number {
  const local = new TZDate(at, zone);
  return local.getHours() * 60 + local.getMinutes();
}

export type Placed<T> = { item: T; top: number; height: number; startsBefore: boolean; endsAfter: boolean };
type Span = { start: string; end: string };

/** Those that touch a date, cut to it: from which minute of the wall clock on, and how many minutes high. */
export function placed<T extends Span>(items: T[], date: string, zone: string): Placed<T>[] {
  const begin = beginOf(date, zone);
  const end = beginOf(addDays(date, 1), zone);
  const out: Placed<T>[] = [];
  for (const item of items) {
    const from = Math.max(Date.parse(item.start), begin);
    const to = Math.min(Date.parse(item.end), end);
    if (from >= to) continue;
    const top = wallMinutes(from, zone);
    const bottom = to === end ? dayMinutes : wallMinutes(to, zone);
    // Where a clock was turned back in between, the wall says less than passed.
    const height = bottom > top ? bottom - top : Math.min((to - from) / 60_000, dayMinutes - top);
    out.push({
      item,
      top,
      height,
      startsBefore: Date.parse(item.start) < begin,
      endsAfter: Date.parse(item.end) > end,
    });
  }
  return out;
}

/** What became of a session that is over; null for one that is to come or goes on. */
export function endOf(session: Booking, now: Date): "completed" | "missed" | "open" | null {
  if (session.state === "completed" || session.state === "missed") return session.state;
  return session.state === "confirmed" && Date.parse(session.end) <= now.getTime() ? "open" : null;
}

export type Day = {
  date: string;
  sessions: Placed<Booking>[];
  busy: Placed<Span>[];
  away: { note: string }[];
  /** Hours of the day, where they are not 24. */
  hours: number | null;
};

/** The days of a range, each with what touches it. Vacations are meant in the zone of the mentor's hours. */
export function daysOf(calendar: Calendar, from: string, to: string, zone: string): Day[] {
  const away = calendar.away.map((range) => ({
    note: range.note,
    begin: beginOf(range.from, calendar.zone),
    end: beginOf(addDays(range.to, 1), calendar.zone),
  }));
  const out: Day[] = [];
  for (let date = from; date <= to; date = addDays(date, 1)) {
    const begin = beginOf(date, zone);
    const end = beginOf(addDays(date, 1), zone);
    const hours = (end - begin) / 3_600_000;
    out.push({
      date,
      sessions: placed(calendar.sessions, date, zone),
      busy: placed(calendar.busy, date, zone),
      away: away.filter((range) => range.begin < end && range.end > begin),
      hours: hours === 24 ? null : hours,
    });
  }
  return out;
}

/** Where a day's grid opens: an hour before the first session, or in the morning. */
export function firstMinute(days: Day[]): number {
  const tops = days.flatMap((day) => day.sessions.map(({ top }) => top));
  return Math.max(0, Math.min(8 * 60, ...tops.map((top) => top - 60)));
}
