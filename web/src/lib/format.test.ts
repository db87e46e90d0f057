import { describe, expect, it, vi } from "vitest";
import {
  dateKey,
  daysAway,
  formatClock,
  formatDateTime,
  formatDay,
  formatList,
  formatLongDay,
  formatMinutes,
  formatMoney,
  formatMonth,
  formatNumber,
  formatRelative,
  formatTheirTime,
  formatTime,
  formatWeekday,
  formatYourTime,
} from "./format";
import { canonicalZone, zoneCity, zoneOffset, zoneOptions } from "./zones";

const now = new Date("2026-11-22T12:00:00Z");
const nbsp = /\u00a0|\u202f/g;

describe("money", () => {
  it.each([
    [120_000, "INR", "₹1,200"],
    [120_050, "INR", "₹1,200.50"],
    [10_000_000, "INR", "₹1,00,000"],
    [0, "INR", "₹0"],
    [-50_000, "INR", "-₹500"],
    [1999, "EUR", "€19.99"],
    [500, "JPY", "¥500"],
    [1500, "BHD", "BHD 1.500"],
  ])("%i minor units of %s read %s", (amount, currency, text) => {
    expect(formatMoney({ amount, currency }).replace(nbsp, " ")).toBe(text);
  });
});

describe("dates and times", () => {
  const at = "2026-11-24T09:00:00Z";

  it("shows the same instant on each side's clock", () => {
    expect(formatDateTime(at, "Asia/Kolkata", "24", now)).toBe("Tue 24 Nov, 14:30");
    expect(formatTime(at, "Europe/London")).toBe("09:00");
    expect(formatTime(at, "Asia/Kolkata", "12").replace(nbsp, " ")).toBe("2:30 pm");
    expect(formatYourTime(at, "Asia/Kolkata")).toMatch(/^Tue 24 Nov.*, 14:30 your time \(Kolkata\)$/);
  });

  it("midnight is 00:00, not 24:00", () => {
    expect(formatTime("2026-11-24T00:00:00Z", "UTC")).toBe("00:00");
  });

  it("names the other side's day only when it differs", () => {
    const asha = { name: "Asha", zone: "Europe/London" };
    expect(formatTheirTime(at, asha, "Asia/Kolkata")).toBe("09:00 for Asha (London)");
    const late = "2026-11-24T20:00:00Z"; // already Wednesday in Kolkata
    expect(formatTheirTime(late, asha, "Asia/Kolkata")).toMatch(/^Tue 24 Nov.*, 20:00 for Asha \(London\)$/);
  });

  it("names days as Intl does", () => {
    const intl = new Intl.DateTimeFormat("en-GB", {
      timeZone: "UTC",
      weekday: "short",
      day: "numeric",
      month: "short",
    });
    for (let day = 0; day < 366; day += 1) {
      const date = new Date(Date.UTC(2026, 0, 1 + day, 12));
      expect(formatDay(date, "UTC", date)).toBe(intl.format(date).replaceAll(",", ""));
    }
  });

  it("writes rupees and whole numbers as Intl does", () => {
    const whole = new Intl.NumberFormat("en-GB");
    for (const amount of [
      0, 1, 99, 100, 12_345, 99_999, 100_000, 1_234_500, 12_345_600, 1_234_567_800, -5_050, 98_765_432_101,
    ]) {
      const digits = amount % 100 === 0 ? 0 : 2;
      const style = { style: "currency", currency: "INR", currencyDisplay: "narrowSymbol" } as const;
      const intl = new Intl.NumberFormat("en-IN", {
        ...style,
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      });
      expect(formatMoney({ amount, currency: "INR" })).toBe(intl.format(amount / 100));
      expect(formatNumber(amount)).toBe(whole.format(amount));
    }
  });

  it("says times of the day as Intl does, in the browser's own zone and in others", () => {
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    for (const zone of [own, canonicalZone(own), "UTC", "America/New_York", "Asia/Kathmandu"])
      for (let hour = 0; hour < 24; hour += 1) {
        const date = new Date(Date.UTC(2026, 5, 1, hour, 7));
        const intl = (hours: Intl.DateTimeFormatOptions) =>
          new Intl.DateTimeFormat("en-GB", { timeZone: zone, minute: "2-digit", ...hours }).format(date);
        expect(formatTime(date, zone)).toBe(intl({ hour: "2-digit", hourCycle: "h23" }));
        expect(formatTime(date, zone, "12")).toBe(intl({ hour: "numeric", hourCycle: "h12" }));
      }
  });

  it("says long days, months and weekdays as Intl does", () => {
    const intl = (date: Date, shown: Intl.DateTimeFormatOptions) =>
      new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Kolkata", ...shown })
        .format(date)
        .replaceAll(",", "");
    for (let day = 0; day < 366; day += 5) {
      const date = new Date(Date.UTC(2026, 0, 1 + day, 20));
      const month = { month: "long", year: "numeric" } as const;
      expect(formatMonth(date, "Asia/Kolkata")).toBe(intl(date, month));
      expect(formatLongDay(date, "Asia/Kolkata")).toBe(
        intl(date, { ...month, weekday: "long", day: "numeric" }),
      );
    }
    for (let weekday = 1; weekday <= 7; weekday += 1)
      for (const length of ["long", "short"] as const)
        expect(formatWeekday(weekday, length)).toBe(
          intl(new Date(Date.UTC(2024, 0, weekday)), { weekday: length }),
        );
  });

  it("adds the year when it is not this one, on the zone's calendar", () => {
    expect(formatDay("2027-01-05T12:00:00Z", "UTC", now)).toBe("Tue 5 Jan 2027");
    expect(formatDay("2026-12-31T20:00:00Z", "Asia/Kolkata", now)).toBe("Fri 1 Jan 2027");
    expect(formatDay("2026-12-31T20:00:00Z", "UTC", now)).toBe("Thu 31 Dec");
  });

  it("puts an instant on the right calendar day of a zone", () => {
    expect(dateKey("2026-11-24T20:00:00Z", "Asia/Kolkata")).toBe("2026-11-25");
    expect(dateKey("2026-11-24T20:00:00Z", "America/New_York")).toBe("2026-11-24");
  });

  it("counts calendar days, not spans of 24 hours, also over a change of the clock", () => {
    expect(daysAway("2026-11-23T00:10:00+05:30", "Asia/Kolkata", now)).toBe(1);
    // New York, 1 Nov 2026: the day has 25 hours.
    const before = new Date("2026-11-01T04:30:00Z"); // 00:30 that day
    expect(daysAway("2026-11-02T04:45:00Z", "America/New_York", before)).toBe(0); // 23:45, still the same day
    expect(daysAway("2026-11-02T05:15:00Z", "America/New_York", before)).toBe(1);
  });

  it("shows both hours of a clock set back, with different offsets", () => {
    const first = "2026-11-01T05:30:00Z";
    const second = "2026-11-01T06:30:00Z";
    expect(formatTime(first, "America/New_York")).toBe("01:30");
    expect(formatTime(second, "America/New_York")).toBe("01:30");
    expect(zoneOffset("America/New_York", new Date(first))).toBe("UTC−04:00");
    expect(zoneOffset("America/New_York", new Date(second))).toBe("UTC−05:00");
  });

  it("knows half-hour changes and quarter-hour zones", () => {
    expect(zoneOffset("Australia/Lord_Howe", new Date("2026-01-15T00:00:00Z"))).toBe("UTC+11:00");
    expect(zoneOffset("Australia/Lord_Howe", new Date("2026-07-15T00:00:00Z"))).toBe("UTC+10:30");
    expect(zoneOffset("Asia/Kathmandu", now)).toBe("UTC+05:45");
  });

  it.each([
    ["2026-11-22T12:00:20Z", "just now"],
    ["2026-11-22T12:05:00Z", "in 5 minutes"],
    ["2026-11-22T14:00:00Z", "in 2 hours"],
    ["2026-11-21T12:00:00Z", "yesterday"],
    ["2026-11-10T12:00:00Z", "12 days ago"],
    ["2026-09-20T12:00:00Z", "2 months ago"],
  ])("%s is %s", (instant, text) => {
    expect(formatRelative(instant, now)).toBe(text);
  });

  it("says relative times and lists as Intl does", () => {
    const byIntl = new Intl.RelativeTimeFormat("en-GB", { numeric: "auto" });
    const spans = { minute: 60, hour: 3600, day: 86_400, month: 30.44 * 86_400, year: 365.25 * 86_400 };
    for (const [unit, length] of Object.entries(spans))
      for (const count of [-9, -2, -1, 1, 2, 9])
        expect(formatRelative(new Date(now.getTime() + count * length * 1000), now)).toBe(
          byIntl.format(count, unit as Intl.RelativeTimeFormatUnit),
        );
    const list = new Intl.ListFormat("en-GB", { type: "conjunction" });
    for (const items of [[], ["Hindi"], ["Hindi", "Tamil"], ["English", "Hindi", "Tamil", "Odia"]])
      expect(formatList(items)).toBe(list.format(items));
  });

  it("writes lengths and clocks as people do", () => {
    expect([30, 60, 90, 120].map(formatMinutes)).toEqual([
      "30 minutes",
      "60 minutes",
      "1 h 30 min",
      "2 hours",
    ]);
    expect([249, 9.2, 0, -3].map(formatClock)).toEqual(["4:09", "0:10", "0:00", "0:00"]);
  });
});

describe("zones", () => {
  it("uses today's names for zones that browsers report under old ones", () => {
    expect(canonicalZone("Asia/Calcutta")).toBe("Asia/Kolkata");
    expect(zoneCity("Asia/Calcutta")).toBe("Kolkata");
    expect(zoneCity("America/Argentina/Buenos_Aires")).toBe("Buenos Aires");
  });

  it("asks Temporal where there is one, and Intl for what Temporal refuses", () => {
    const toZonedDateTimeISO = (zone: string) => {
      if (zone === "Europe/London") return { offsetNanoseconds: -1.5 * 3600e9 }; // which nobody else would say
      throw new RangeError(zone);
    };
    vi.stubGlobal("Temporal", { Instant: { fromEpochMilliseconds: () => ({ toZonedDateTimeISO }) } });
    expect(zoneOffset("Europe/London", now)).toBe("UTC−01:30");
    expect(zoneOffset("Asia/Tokyo", now)).toBe("UTC+09:00");
    vi.unstubAllGlobals();
    expect(zoneOffset("Europe/London", now)).toBe("UTC+00:00");
    expect(zoneOffset("UTC", now)).toBe("UTC+00:00");
  });

  it("lists every zone once, west to east", () => {
    const zones = zoneOptions();
    expect(new Set(zones.map(({ zone }) => zone)).size).toBe(zones.length);
    expect(zones.some(({ zone }) => zone === "Asia/Kolkata")).toBe(true);
    expect(zones.some(({ zone }) => zone === "Asia/Calcutta")).toBe(false);
    expect(zones[0]?.offset).toMatch(/^UTC−1[12]/);
    expect(zones.at(-1)?.offset).toMatch(/^UTC\+1[34]/);
  });
});
