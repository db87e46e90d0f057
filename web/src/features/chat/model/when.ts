import {
  dateKey,
  daysAway,
  formatDay,
  formatTime,
  formatWeekday,
  type Hours,
  type Instant,
} from "@/lib/format";

/** In a list: the time today, then the weekday, then the day. `yesterday` is the word for it. */
export function shortWhen(at: Instant, zone: string, hours: Hours, now: Date, yesterday: string): string {
  const days = daysAway(at, zone, now);
  if (days >= 0) return formatTime(at, zone, hours);
  if (days === -1) return yesterday;
  if (days > -7) return formatWeekday(weekdayOf(dateKey(at, zone)), "short");
  return formatDay(at, zone, now);
}

/** 1 = Monday … 7 = Sunday of "2026-11-24". */
const weekdayOf = (day: string) => new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
