import { expect, it } from "vitest";
import type { Booking } from "@/api/contract.gen";
import { around, byDay } from "./calendar";

const at = (id: number, start: string) => ({ id, start }) as Booking;

it("asks for the month wherever its days begin, within what the server gives", () => {
  const { from, to } = around("2026-12");
  expect([from, to]).toEqual(["2026-11-30T10:00:00.000Z", "2027-01-01T14:00:00.000Z"]);
  expect((Date.parse(to) - Date.parse(from)) / 86_400_000).toBeLessThan(45);
});

it("puts sessions on their day in the viewer's zone and leaves out other months", () => {
  const sessions = [
    at(1, "2026-11-30T20:00:00Z"),
    at(2, "2026-12-01T09:00:00Z"),
    at(3, "2026-12-01T10:00:00Z"),
    at(4, "2026-12-31T20:00:00Z"),
  ];
  const kolkata = byDay(sessions, "2026-12", "Asia/Kolkata");
  expect([...kolkata].map(([day, list]) => [day, list.map(({ id }) => id)])).toEqual([
    ["2026-12-01", [1, 2, 3]],
  ]);
  const utc = byDay(sessions, "2026-12", "UTC");
  expect([...utc.keys()]).toEqual(["2026-12-01", "2026-12-31"]);
});
