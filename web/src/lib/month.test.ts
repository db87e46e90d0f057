import { expect, it } from "vitest";
import { addMonths, lastDayOf, moveDay, nearestDate, weekdayOf, weeksOf } from "./month";

it("a month is whole weeks from Monday, with each of its days once", () => {
  const weeks = weeksOf("2026-11"); // the 1st is a Sunday
  expect(weeks[0]).toEqual([null, null, null, null, null, null, "2026-11-01"]);
  expect(weeks.at(-1)?.[0]).toBe("2026-11-30");
  expect(weeks.flat().filter(Boolean)).toHaveLength(30);
  expect(weeks.every((week) => week.length === 7)).toBe(true);
});

it("knows leap years and the turn of the year", () => {
  expect(lastDayOf("2028-02")).toBe("2028-02-29");
  expect(addMonths("2026-12", 1)).toBe("2027-01");
  expect(addMonths("2026-01", -1)).toBe("2025-12");
  expect(weekdayOf("2026-11-22")).toBe(7);
});

it.each([
  ["ArrowRight", "2026-11-30", "2026-12-01"],
  ["ArrowUp", "2026-11-24", "2026-11-22"], // a week before would lie before the first
  ["ArrowDown", "2026-11-24", "2026-12-01"],
  ["Home", "2026-12-03", "2026-11-30"],
  ["End", "2026-12-03", "2026-12-06"],
  ["PageDown", "2027-01-31", "2027-02-28"],
  ["PageUp", "2026-11-24", "2026-11-22"],
  ["ArrowRight", "2027-03-01", "2027-03-01"],
  ["Tab", "2026-11-24", null],
])("%s on %s leads to %s", (key, from, to) => {
  expect(moveDay(from, key, "2026-11-22", "2027-03-01")).toBe(to);
});

it("finds the nearest date, the later of two", () => {
  expect(nearestDate("2026-11-24", ["2026-11-20", "2026-11-23", "2026-11-25"])).toBe("2026-11-25");
  expect(nearestDate("2026-11-24", [])).toBeNull();
});
