import { tzOffset } from "@date-fns/tz";

/** Browsers still report some zones under names that the tz database retired; people should see the current ones. */
const renamed: Record<string, string> = {
  "Asia/Calcutta": "Asia/Kolkata",
  "Asia/Katmandu": "Asia/Kathmandu",
  "Asia/Saigon": "Asia/Ho_Chi_Minh",
  "Asia/Rangoon": "Asia/Yangon",
  "Europe/Kiev": "Europe/Kyiv",
  "America/Buenos_Aires": "America/Argentina/Buenos_Aires",
  "America/Godthab": "America/Nuuk",
  "Atlantic/Faeroe": "Atlantic/Faroe",
  "Pacific/Truk": "Pacific/Chuuk",
  "Pacific/Ponape": "Pacific/Pohnpei",
  "Pacific/Enderbury": "Pacific/Kanton",
  "Africa/Asmera": "Africa/Asmara",
};

export const canonicalZone = (zone: string) => renamed[zone] ?? zone;

// The first question to Intl takes a desktop a tenth of a second. Temporal, where there is one, answers without it.
type ZonedTime = { offsetNanoseconds: number };
type Temporal = {
  Now: { timeZoneId: () => string };
  Instant: { fromEpochMilliseconds: (at: number) => { toZonedDateTimeISO: (zone: string) => ZonedTime } };
};
const temporal = () => (globalThis as { Temporal?: Temporal }).Temporal;

let own: string | null = null;
export function browserZone(): string {
  // The first paint is drawn before anybody knows whose it will be.
  if (import.meta.env.SSR) return "Etc/your_own_time_zone";
  own ??= canonicalZone(
    temporal()?.Now.timeZoneId() || Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC",
  );
  return own;
}

const judged = new Map<string, boolean>();
export function isZone(zone: string): boolean {
  const before = judged.get(zone);
  if (before !== undefined) return before;
  let good = true;
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
  } catch {
    good = false;
  }
  judged.set(zone, good);
  return good;
}

/** "Asia/Kolkata" -> "Kolkata", "America/Argentina/Buenos_Aires" -> "Buenos Aires". */
export const zoneCity = (zone: string) =>
  (canonicalZone(zone).split("/").at(-1) ?? zone).replaceAll("_", " ");

/** Minutes that the zone's clock is ahead of UTC at that instant. The browser's own is known without asking anybody. */
export function offsetMinutes(zone: string, at: Date): number {
  if (zone === "UTC") return 0;
  if (zone === browserZone()) return -at.getTimezoneOffset() || 0;
  try {
    const there = temporal()?.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone);
    if (there) return there.offsetNanoseconds / 60e9;
  } catch {
    // It is stricter about names and dates than what follows.
  }
  return tzOffset(zone, at) || 0;
}

/** "UTC+05:30" at that instant. */
export function zoneOffset(zone: string, at: Date = new Date()): string {
  const minutes = offsetMinutes(zone, at);
  const size = Math.abs(minutes);
  const two = (value: number) => String(value).padStart(2, "0");
  return `UTC${minutes < 0 ? "−" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

export type ZoneOption = { zone: string; city: string; offset: string };

let known: ZoneOption[] | null = null;

export const zoneOption = (zone: string, at: Date = new Date()): ZoneOption => ({
  zone,
  city: zoneCity(zone),
  offset: zoneOffset(zone, at),
});

/**
 * All zones of this browser, west to east. Computed once, and only when somebody wants to choose: asking the browser about
 * four hundred zones takes a tenth of a second, on a phone much more.
 */
export function zoneOptions(): ZoneOption[] {
  if (known) return known;
  const now = new Date();
  const supported = Intl.supportedValuesOf("timeZone");
  // A browser knows what it lists; only a name that we put in the place of an old one may be news to it.
  const names = supported.map((name) =>
    name in renamed && isZone(canonicalZone(name)) ? canonicalZone(name) : name,
  );
  known = [...new Set([...names, "UTC", browserZone()])]
    .map((zone) => ({ zone, minutes: tzOffset(zone, now) || 0 }))
    .sort((a, b) => a.minutes - b.minutes || a.zone.localeCompare(b.zone))
    .map(({ zone }) => zoneOption(zone, now));
  return known;
}
