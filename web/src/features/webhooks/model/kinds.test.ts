import { expect, it } from "vitest";
import { groupsOf, toggled, within } from "./kinds";

it("puts kinds in their groups and keeps the order", () => {
  expect(groupsOf(["booking.moved", "user.joined", "booking.missed"])).toEqual([
    { group: "booking", kinds: ["booking.moved", "booking.missed"] },
    { group: "user", kinds: ["user.joined"] },
  ]);
});

it("knows what a wider wish brings with it", () => {
  expect(within(["booking.*"], "booking.moved")).toBe(true);
  expect(within(["booking.*"], "booking.*")).toBe(false);
  expect(within(["booking.*"], "payment.paid")).toBe(false);
  expect(within(["*"], "booking.*")).toBe(true);
  expect(within(["*"], "*")).toBe(false);
  expect(within(["booking.moved"], "booking.moved")).toBe(false);
});

it("drops the wishes that a new one covers, and only those", () => {
  const some = ["booking.moved", "payment.paid"];
  expect(toggled(some, "user.joined", true)).toEqual([...some, "user.joined"]);
  expect(toggled(some, "booking.*", true)).toEqual(["payment.paid", "booking.*"]);
  expect(toggled(["payment.paid", "booking.*"], "*", true)).toEqual(["*"]);
  expect(toggled(["*"], "*", false)).toEqual([]);
  expect(toggled(some, "payment.paid", false)).toEqual(["booking.moved"]);
  expect(toggled(some, "payment.paid", true)).toEqual(some);
});
