import { expect, it } from "vitest";
import type { Notification } from "@/api/contract.gen";
import { byDay, fromClock, toClock } from "./model";

const at = (id: number, created_at: string): Notification => ({
  id,
  kind: "booking.confirmed",
  title: "",
  body: "",
  link: "/",
  created_at,
  read: false,
  group_size: 1,
});

it("groups by the day of the viewer's zone and keeps the order", () => {
  const items = [at(3, "2026-11-24T20:00:00Z"), at(2, "2026-11-24T18:00:00Z"), at(1, "2026-11-23T09:00:00Z")];
  expect(byDay(items, "UTC").map((day) => day.items.map((item) => item.id))).toEqual([[3, 2], [1]]);
  expect(byDay(items, "Asia/Kolkata").map((day) => day.items.map((item) => item.id))).toEqual([
    [3],
    [2],
    [1],
  ]);
});

it("reads and writes times of the day", () => {
  expect(toClock(1350)).toBe("22:30");
  expect(fromClock("22:30")).toBe(1350);
  expect(fromClock("00:00")).toBe(0);
  expect(fromClock("24:00")).toBeUndefined();
  expect(fromClock("")).toBeUndefined();
});
