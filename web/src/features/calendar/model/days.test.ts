import { describe, expect, it } from "vitest";
import type { Booking, Calendar } from "@/api/contract.gen";
import { addDays, beginOf, daysOf, firstMinute, mondayOf, placed, spanOf } from "./days";

const span = (start: string, end: string) => ({ start, end });
const berlin = "Europe/Berlin";

describe("what a view shows", () => {
  it("is a day, a week from Monday, or four weeks", () => {
    expect(mondayOf("2027-01-03")).toBe("2026-12-28");
    expect(spanOf("week", "2027-01-03")).toEqual({ from: "2026-12-28", to: "2027-01-03", step: 7 });
    expect(spanOf("day", "2027-01-03")).toEqual({ from: "2027-01-03", to: "2027-01-03", step: 1 });
    expect(spanOf("list", "2027-01-03").to).toBe("2027-01-30");
  });
});

describe("where something stands", () => {
  it("is what the wall clock of the zone shows", () => {
    const [found] = placed([span("2027-03-10T23:30:00Z", "2027-03-11T00:30:00Z")], "2027-03-11", berlin);
    expect(found).toMatchObject({ top: 30, height: 60, startsBefore: false, endsAfter: false });
  });

  it("is cut at midnight on both days", () => {
    const late = [span("2027-03-10T22:00:00Z", "2027-03-11T00:00:00Z")];
    expect(placed(late, "2027-03-10", berlin)).toMatchObject([{ top: 1380, height: 60, endsAfter: true }]);
    expect(placed(late, "2027-03-11", berlin)).toMatchObject([{ top: 0, height: 60, startsBefore: true }]);
    expect(placed(late, "2027-03-12", berlin)).toEqual([]);
  });

  it("does not touch the day at whose midnight it ends", () => {
    const item = [span("2027-03-10T22:00:00Z", "2027-03-10T23:00:00Z")];
    expect(placed(item, "2027-03-11", berlin)).toEqual([]);
    expect(placed(item, "2027-03-10", berlin)).toMatchObject([{ top: 1380, height: 60, endsAfter: false }]);
  });

  it("follows the clock over the hour that is skipped, and the one that comes twice", () => {
    const spring = [span("2027-03-28T00:30:00Z", "2027-03-28T01:30:00Z")]; // 01:30 to 03:30 on the wall
    expect(placed(spring, "2027-03-28", berlin)).toMatchObject([{ top: 90, height: 120 }]);
    const autumn = [span("2027-10-31T00:30:00Z", "2027-10-31T01:30:00Z")]; // 02:30 to 02:30
    expect(placed(autumn, "2027-10-31", berlin)).toMatchObject([{ top: 150, height: 60 }]);
  });
});

describe("the days of a calendar", () => {
  const empty: Calendar = { zone: berlin, sessions: [], away: [], busy: [], complete: true };

  it("have 23 or 25 hours when clocks change", () => {
    const hours = daysOf(empty, "2027-03-27", "2027-03-29", berlin).map((day) => day.hours);
    expect(hours).toEqual([null, 23, null]);
    expect(daysOf(empty, "2027-10-31", "2027-10-31", berlin)[0]?.hours).toBe(25);
    expect(beginOf("2027-03-29", berlin) - beginOf("2027-03-28", berlin)).toBe(23 * 3_600_000);
  });

  it("show a vacation on the viewer's dates that it reaches into", () => {
    const away = { ...empty, away: [{ from: "2027-03-10", to: "2027-03-10", note: "Hills" }] };
    const dates = (zone: string) =>
      daysOf(away, "2027-03-08", "2027-03-12", zone)
        .filter((day) => day.away.length > 0)
        .map((day) => day.date);
    expect(dates(berlin)).toEqual(["2027-03-10"]);
    expect(dates("Asia/Kolkata")).toEqual(["2027-03-10", "2027-03-11"]);
  });

  it("open an hour before the first session, at eight at the latest", () => {
    expect(firstMinute(daysOf(empty, "2027-03-10", "2027-03-10", berlin))).toBe(480);
    const early = span("2027-03-10T05:00:00Z", "2027-03-10T06:00:00Z") as Booking;
    const days = daysOf({ ...empty, sessions: [early] }, "2027-03-10", "2027-03-10", berlin);
    expect(firstMinute(days)).toBe(300);
    expect(addDays("2027-02-28", 1)).toBe("2027-03-01");
  });
});
