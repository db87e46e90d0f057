/**
 * Calendar arithmetic on dates "2026-11-24" and months "2026-11" as people write them, without any zone:
 * which instants lie on a date is the server's answer.
 */
const dayLength = 86_400_000;
const toMs = (date: string) => Date.parse(`${date}T00:00:00Z`);
const toDate = (ms: number) => new Date(ms).toISOString().slice(0, 10);

export const addDays = (date: string, days: number) => toDate(toMs(date) + days * dayLength);
export const daysBetween = (from: string, to: string) => Math.round((toMs(to) - toMs(from)) / dayLength);
export const monthOf = (date: string) => date.slice(0, 7);
/** For lib/format, together with the zone "UTC". */
export const noonOf = (date: string) => `${date}T12:00:00Z`;
/** 1 = Monday … 7 = Sunday. */
export const weekdayOf = (date: string) => ((new Date(toMs(date)).getUTCDay() + 6) % 7) + 1;

export function addMonths(month: string, months: number): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return toDate(Date.UTC(year, number - 1 + months, 1)).slice(0, 7);
}

export const lastDayOf = (month: string) => addDays(`${addMonths(month, 1)}-01`, -1);

/** Weeks from Monday to Sunday; null where another month's days would stand. */
export function weeksOf(month: string): (string | null)[][] {
  const first = `${month}-01`;
  const count = Number(lastDayOf(month).slice(8));
  const cells: (string | null)[] = Array<null>(weekdayOf(first) - 1).fill(null);
  for (let day = 0; day < count; day += 1) cells.push(addDays(first, day));
  while (cells.length % 7) cells.push(null);
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7));
}

function sameDayIn(month: string, date: string): string {
  const last = lastDayOf(month);
  const wished = `${month}-${date.slice(8)}`;
  return wished < last ? wished : last;
}

/** Where a key leads in the grid; null for keys that are not its business. Never outside [first, last]. */
export function moveDay(date: string, key: string, first: string, last: string): string | null {
  const target = () => {
    switch (key) {
      case "ArrowLeft":
        return addDays(date, -1);
      case "ArrowRight":
        return addDays(date, 1);
      case "ArrowUp":
        return addDays(date, -7);
      case "ArrowDown":
        return addDays(date, 7);
      case "Home":
        return addDays(date, 1 - weekdayOf(date));
      case "End":
        return addDays(date, 7 - weekdayOf(date));
      case "PageUp":
        return sameDayIn(addMonths(monthOf(date), -1), date);
      case "PageDown":
        return sameDayIn(addMonths(monthOf(date), 1), date);
      default:
        return null;
    }
  };
  const to = target();
  if (to === null) return null;
  return to < first ? first : to > last ? last : to;
}

/** The date with free times that is nearest to `date`; the later one when two are as near. */
export function nearestDate(date: string, free: Iterable<string>): string | null {
  let best: string | null = null;
  for (const candidate of free) {
    const distance = (other: string) => Math.abs(daysBetween(date, other));
    if (best === null || distance(candidate) <= distance(best)) best = candidate;
  }
  return best;
}
