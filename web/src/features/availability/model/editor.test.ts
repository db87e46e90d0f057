import { expect, it } from "vitest";
import type { Availability } from "@/api/contract.gen";
import {
  check,
  copyToWorkdays,
  moveStart,
  nextStretch,
  placeOf,
  putBack,
  sameContent,
  toBody,
  toEditor,
  without,
} from "./editor";

const saved: Availability = {
  time_zone: "Asia/Kolkata",
  rules: [
    { weekday: 1, start: "09:00", end: "12:00" },
    { weekday: 1, start: "14:00", end: "24:00" },
    { weekday: 7, start: "00:00", end: "09:10" },
  ],
  overrides: [
    { date: "2027-01-01", start: null, end: null },
    { date: "2027-01-02", start: "10:00", end: "11:00" },
  ],
  buffer_before: 5,
  buffer_after: 10,
  minimum_notice: 240,
  horizon_days: 30,
  daily_cap: 0,
  start_every: 15,
};

it("groups by weekday and gives back what it was given, midnight and odd minutes included", () => {
  const editor = toEditor(saved);
  expect(editor.week.map((day) => day.length)).toEqual([2, 0, 0, 0, 0, 0, 1]);
  expect(toBody(editor)).toEqual(saved);
  expect(toBody(toEditor({ ...saved, rules: [...saved.rules].reverse() })).rules).toEqual(saved.rules);
  expect(sameContent(editor, toEditor(saved))).toBe(true);
  expect(sameContent(editor, toEditor({ ...saved, daily_cap: 1 }))).toBe(false);
});

it("finds the row of a server path in the order that was sent", () => {
  const editor = toEditor(saved);
  const id = (weekday: number, at: number) => editor.week[weekday - 1]?.[at]?.id;
  expect(placeOf(editor, "rules[1].end")).toEqual({
    kind: "range",
    key: `${id(1, 1)}.end`,
    weekday: 1,
    part: "end",
  });
  expect(placeOf(editor, "rules[2].start")).toMatchObject({ key: `${id(7, 0)}.start`, weekday: 7 });
  expect(placeOf(editor, "overrides[1].date")).toMatchObject({
    key: `${editor.specials[1]?.id}.date`,
    number: 2,
  });
  expect(placeOf(editor, "rules[9].end")).toEqual({ kind: "field", key: "rules" });
  expect(placeOf(editor, "buffer_before")).toEqual({ kind: "field", key: "buffer_before" });
});

it("copies to Monday to Friday only, with rows of their own", () => {
  const { week } = toEditor(saved);
  const copied = copyToWorkdays(week, 0);
  expect(copied.map((day) => day.length)).toEqual([2, 2, 2, 2, 2, 0, 1]);
  const ids = copied.flat().map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(copyToWorkdays(week, 6).map((day) => day.length)).toEqual([1, 1, 1, 1, 1, 0, 1]);
});

it("undoes a removal at its old place, and only once", () => {
  const rows = [{ id: 1 }, { id: 2 }, { id: 3 }];
  const left = without(rows, 2);
  expect(left).toEqual([{ id: 1 }, { id: 3 }]);
  expect(putBack(left, { id: 2 }, 1)).toEqual(rows);
  expect(putBack(rows, { id: 2 }, 1)).toEqual(rows);
});

it("keeps the end behind the start", () => {
  const row = { id: 1, start: "09:00", end: "10:00" };
  expect(moveStart(row, "09:30")).toMatchObject({ start: "09:30", end: "10:00" });
  expect(moveStart(row, "10:00")).toMatchObject({ start: "10:00", end: "11:00" });
  expect(moveStart(row, "23:45")).toMatchObject({ start: "23:45", end: "24:00" });
});

it("adds hours behind those of the day until it is full", () => {
  expect(nextStretch([])).toMatchObject({ start: "09:00", end: "17:00" });
  expect(nextStretch([{ id: 1, start: "09:00", end: "17:00" }])).toMatchObject({
    start: "18:00",
    end: "20:00",
  });
  expect(nextStretch([{ id: 1, start: "09:00", end: "22:30" }])).toMatchObject({
    start: "23:30",
    end: "24:00",
  });
  expect(nextStretch([{ id: 1, start: "09:00", end: "24:00" }])).toBeNull();
});

it("names what the server would refuse by the server's paths", () => {
  const wrong = toEditor({
    ...saved,
    rules: [{ weekday: 2, start: "12:00", end: "12:00" }],
    overrides: [
      { date: "2027-01-01", start: null, end: null },
      { date: "2027-01-01", start: "10:00", end: "11:00" },
    ],
  });
  expect(check(toEditor(saved))).toEqual([]);
  expect(check(wrong)).toEqual([
    { field: "rules[0].end", reason: "not_after_start" },
    { field: "overrides[0].date", reason: "conflicting" },
  ]);
});
