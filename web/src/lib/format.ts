import type { Money } from "@/api/contract.gen";
import i18n from "./i18n";
import { offsetMinutes, zoneCity } from "./zones";

/**
 * Every amount, date and time that a person reads is made here.
 * Instants are ISO strings or Dates; a zone is always said, never assumed.
 */
export type Instant = string | Date;
export type Hours = "24" | "12";

const at = (instant: Instant) => (instant instanceof Date ? instant : new Date(instant));
const locale = () => (i18n.language === "en" ? "en-GB" : i18n.language);

/** What the zone's clock shows, as if that were UTC. */
const onClock = (instant: Date, zone: string) => instant.getTime() + offsetMinutes(zone, instant) * 60_000;
const dayLength = 86_400_000;

// As Intl has them in en-GB.
const longWeekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const weekdays = longWeekdays.map((name) => name.slice(0, 3));
const longMonths = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec"];

// Without Intl's formatters, each of which takes a phone a tenth of a second to make.
const inEnglish = () => i18n.language === "en";
const text = () => i18n.getFixedT(null, "format");

// Making one of these takes longer than all that is done with it.
const cache = new Map<string, Intl.DateTimeFormat>();
function dates(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const name = locale() + JSON.stringify(options);
  let made = cache.get(name);
  if (!made) {
    made = new Intl.DateTimeFormat(locale(), options);
    cache.set(name, made);
  }
  return made;
}

const numberCache = new Map<string, Intl.NumberFormat>();
function numbers(options: Intl.NumberFormatOptions, where = locale()): Intl.NumberFormat {
  const name = where + JSON.stringify(options);
  let made = numberCache.get(name);
  if (!made) {
    made = new Intl.NumberFormat(where, options);
    numberCache.set(name, made);
  }
  return made;
}

/** {120000, INR} -> "₹1,200"; fractions only when there are any. Rupees are grouped as in India. */
export function formatMoney({ amount, currency }: Money): string {
  if (currency === "INR" && Number.isSafeInteger(amount)) return formatRupees(amount);
  const style = { style: "currency", currency, currencyDisplay: "narrowSymbol" } as const;
  const digits = numbers(style, "en").resolvedOptions().maximumFractionDigits ?? 2;
  const unit = 10 ** digits;
  const fraction = amount % unit === 0 ? 0 : digits;
  const where = currency === "INR" ? "en-IN" : locale();
  const exact = { ...style, minimumFractionDigits: fraction, maximumFractionDigits: fraction };
  return numbers(exact, where).format(amount / unit);
}

// What most prices are in: 12345600 is ₹1,23,456.
function formatRupees(paise: number): string {
  const [all, sign] = [Math.abs(paise), paise < 0 ? "-" : ""];
  const whole = String(Math.floor(all / 100));
  const grouped =
    whole.length > 3 ? `${whole.slice(0, -3).replace(/\B(?=(\d\d)+$)/g, ",")},${whole.slice(-3)}` : whole;
  return `${sign}₹${grouped}${all % 100 === 0 ? "" : `.${String(all % 100).padStart(2, "0")}`}`;
}

export function formatNumber(value: number, digits = 0): string {
  if (digits === 0 && Number.isSafeInteger(value) && inEnglish())
    return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
  return numbers({ minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
}

/** 0.25 -> "25%". */
export const formatPercent = (share: number) =>
  numbers({ style: "percent", maximumFractionDigits: 0 }).format(share);

/** "14:30", or "2:30 pm". */
export function formatTime(instant: Instant, zone: string, hours: Hours = "24"): string {
  const date = at(instant);
  if (inEnglish()) {
    const shown = new Date(onClock(date, zone));
    const [hour, minute] = [shown.getUTCHours(), String(shown.getUTCMinutes()).padStart(2, "0")];
    return hours === "24"
      ? `${String(hour).padStart(2, "0")}:${minute}`
      : `${hour % 12 || 12}:${minute} ${hour < 12 ? "am" : "pm"}`;
  }
  return dates({
    timeZone: zone,
    hour: hours === "24" ? "2-digit" : "numeric",
    minute: "2-digit",
    hourCycle: hours === "24" ? "h23" : "h12",
  }).format(date);
}

/** "Tue 24 Nov"; with the year when it is not this one. */
export function formatDay(instant: Instant, zone: string, now: Date = new Date()): string {
  const date = at(instant);
  const sameYear = dateKey(date, zone).slice(0, 4) === dateKey(now, zone).slice(0, 4);
  if (inEnglish()) {
    const shown = new Date(onClock(date, zone));
    const day = `${weekdays[shown.getUTCDay()]} ${shown.getUTCDate()} ${months[shown.getUTCMonth()]}`;
    return sameYear ? day : `${day} ${shown.getUTCFullYear()}`;
  }
  return dates({
    timeZone: zone,
    weekday: "short",
    day: "numeric",
    month: "short",
    ...(!sameYear && { year: "numeric" }),
  })
    .format(date)
    .replaceAll(",", "");
}

/** "Tuesday 24 November 2026". */
export function formatLongDay(instant: Instant, zone: string): string {
  if (inEnglish()) {
    const shown = new Date(onClock(at(instant), zone));
    return `${longWeekdays[shown.getUTCDay()]} ${shown.getUTCDate()} ${formatMonth(instant, zone)}`;
  }
  return dates({ timeZone: zone, weekday: "long", day: "numeric", month: "long", year: "numeric" })
    .format(at(instant))
    .replaceAll(",", "");
}

/** "November 2026". */
export function formatMonth(instant: Instant, zone: string): string {
  if (inEnglish()) {
    const shown = new Date(onClock(at(instant), zone));
    return `${longMonths[shown.getUTCMonth()]} ${shown.getUTCFullYear()}`;
  }
  return dates({ timeZone: zone, month: "long", year: "numeric" }).format(at(instant));
}

/** 1 = Monday … 7 = Sunday: "Monday", or "Mon". */
export const formatWeekday = (weekday: number, length: "long" | "short" = "long") =>
  inEnglish()
    ? ((length === "long" ? longWeekdays : weekdays)[weekday % 7] ?? "")
    : dates({ timeZone: "UTC", weekday: length }).format(new Date(Date.UTC(2024, 0, weekday))); // began on a Monday

/** "Tue 24 Nov, 14:30". */
export const formatDateTime = (instant: Instant, zone: string, hours: Hours = "24", now: Date = new Date()) =>
  `${formatDay(instant, zone, now)}, ${formatTime(instant, zone, hours)}`;

/** "Tue 24 Nov, 14:30 your time (Kolkata)". */
export const formatYourTime = (instant: Instant, zone: string, hours: Hours = "24") =>
  text()("yourTime", { when: formatDateTime(instant, zone, hours), city: zoneCity(zone) });

/**
 * The other side's clock beside ours: "09:00 for Asha (London)". Its day is named only where it differs from the
 * day in `viewerZone`, because that is the one people miss.
 */
export function formatTheirTime(
  instant: Instant,
  their: { name: string; zone: string },
  viewerZone: string,
  hours: Hours = "24",
) {
  const sameDay = dateKey(instant, their.zone) === dateKey(instant, viewerZone);
  const when = sameDay ? formatTime(instant, their.zone, hours) : formatDateTime(instant, their.zone, hours);
  return text()("theirTime", { when, name: their.name, city: zoneCity(their.zone) });
}

/** "2026-11-24": the calendar day of an instant in a zone. */
export const dateKey = (instant: Instant, zone: string) =>
  new Date(onClock(at(instant), zone)).toISOString().slice(0, 10);

/** Whole days on the zone's calendar from now to the instant: 0 today, 1 tomorrow. */
export const daysAway = (instant: Instant, zone: string, now: Date = new Date()) =>
  Math.floor(onClock(at(instant), zone) / dayLength) - Math.floor(onClock(now, zone) / dayLength);

/** "in 3 hours", "2 days ago", "just now". */
export function formatRelative(instant: Instant, now: Date = new Date()): string {
  const seconds = Math.round((at(instant).getTime() - now.getTime()) / 1000);
  const size = Math.abs(seconds);
  if (size < 45) return text()("now");
  const steps = [
    ["minute", 60, 3570],
    ["hour", 3600, 84_600],
    ["day", 86_400, 26 * 86_400],
    ["month", 30.44 * 86_400, 345 * 86_400],
    ["year", 365.25 * 86_400, Number.POSITIVE_INFINITY],
  ] as const;
  const [unit, length] = steps.find(([, , below]) => size < below) ?? steps[4];
  const count = Math.round(size / length);
  const side = seconds < 0 ? "ago" : "in";
  if (count === 1 && unit !== "minute" && unit !== "hour") return text()(`relative.${unit}.${side}One`);
  return text()(`relative.${unit}.${side}`, { count });
}

/** "45 minutes", "1 h 30 min", "2 hours". */
export function formatMinutes(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (minutes <= 60) return text()("minutes", { count: minutes });
  return rest === 0 ? text()("hours", { count: hours }) : text()("hoursMinutes", { hours, minutes: rest });
}

/** "10 minutes", "90 seconds": a short span, not rounded. */
export const formatSeconds = (seconds: number) =>
  seconds % 60 === 0 ? formatMinutes(seconds / 60) : text()("seconds", { count: seconds });

/** "4:09" left on a clock. */
export function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** "820 KB", "1.4 MB". */
export function formatBytes(bytes: number): string {
  const [unit, size] =
    bytes < 1_000_000 ? (["kilobyte", 1_000] as const) : (["megabyte", 1_000_000] as const);
  return new Intl.NumberFormat(locale(), {
    style: "unit",
    unit,
    unitDisplay: "short",
    maximumFractionDigits: unit === "kilobyte" ? 0 : 1,
  }).format(Math.max(bytes, 1) / size);
}

/** "English, Hindi and Tamil". */
export const formatList = (items: string[]) =>
  items.length < 2
    ? items.join()
    : text()("list", { most: items.slice(0, -1).join(text()("listComma")), last: items.at(-1) });
