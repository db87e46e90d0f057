import { expect, it } from "vitest";
import type { CommunityEvent } from "@/api/contract.gen";
import { aUser } from "@/lib/test-server";
import { badgeOf, emptyValues, mayHost, seatsOf, valuesOf, wishOf } from "./event";
import { anEvent } from "./sample";

const now = new Date("2026-11-24T09:00:00Z");
const mine = (state: "registered" | "waiting" | "offered" | "cancelled") =>
  ({ state, code: null, offer_expires_at: null, checked_in_at: null, ahead: null }) as CommunityEvent["mine"];

it("says first what the viewer needs", () => {
  expect(badgeOf(anEvent(), now)).toBeNull();
  expect(badgeOf(anEvent({ state: "draft" }), now)?.key).toBe("draft");
  expect(badgeOf(anEvent({ mine: mine("offered") }), now)?.key).toBe("offered");
  expect(badgeOf(anEvent({ mine: mine("cancelled") }), now)).toBeNull();
  expect(badgeOf(anEvent({ state: "cancelled", mine: mine("registered") }), now)?.key).toBe("cancelled");
  expect(badgeOf(anEvent({ starts_at: "2026-11-24T08:30:00Z" }), now)?.key).toBe("now");
  expect(badgeOf(anEvent({ ends_at: "2026-11-24T09:00:00Z" }), now)?.key).toBe("over");
});

it("counts places as the server does", () => {
  expect(seatsOf(anEvent({ free: 3, capacity: 10 }))).toEqual({ key: "free", count: 3, capacity: 10 });
  expect(seatsOf(anEvent({ free: 0, capacity: 10 }))).toEqual({ key: "full" });
  expect(seatsOf(anEvent({ free: 0, capacity: 10, waiting: 2 }))).toEqual({ key: "fullWaiting", count: 2 });
  expect(seatsOf(anEvent({ free: null, capacity: null, taken: 0 }))).toEqual({ key: "open" });
  expect(seatsOf(anEvent({ free: null, capacity: null, taken: 4 }))).toEqual({ key: "going", count: 4 });
});

it("goes into the form and comes back the same; what is empty is left out", () => {
  const event = anEvent({ description: "Words", place: "Hall", capacity: 12, tags: ["Careers"] });
  expect(wishOf(valuesOf(event))).toEqual({
    title: event.title,
    description: "Words",
    local_start: event.local_start,
    minutes: event.minutes,
    time_zone: event.time_zone,
    online_url: undefined,
    place: "Hall",
    capacity: 12,
    tags: ["Careers"],
  });
  expect(wishOf(emptyValues("UTC")).capacity).toBeUndefined();
});

it("offers hosting to approved mentors and the staff", () => {
  expect(mayHost(null)).toBe(false);
  expect(mayHost(aUser())).toBe(false);
  expect(mayHost(aUser({ roles: ["mentor"], approval: "pending" as never }))).toBe(false);
  expect(mayHost(aUser({ roles: ["mentor"], approval: "approved" }))).toBe(true);
  expect(mayHost(aUser({ roles: ["staff"] }))).toBe(true);
});
