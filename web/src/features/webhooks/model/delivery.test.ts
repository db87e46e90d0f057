import { expect, it } from "vitest";
import type { HookDelivery } from "@/api/contract.gen";
import { hostOf, instantOf, localOf, newsIn, shownState } from "./delivery";

const now = new Date("2026-11-28T10:00:00Z");
const one = (change: Partial<HookDelivery>) => ({ state: "waiting", attempts: 0, ...change }) as HookDelivery;

it("asks again when the next try is due, not all the time", () => {
  expect(newsIn([], now)).toBe(false);
  expect(newsIn([one({ state: "failed", next_at: null })], now)).toBe(false);
  expect(newsIn([one({ next_at: "2026-11-28T09:59:00Z" })], now)).toBe(2_000);
  expect(newsIn([one({ next_at: null })], now)).toBe(2_000);
  expect(
    newsIn([one({ next_at: "2026-11-28T10:05:00Z" }), one({ next_at: "2026-11-28T10:00:30Z" })], now),
  ).toBe(30_000);
  expect(newsIn([one({ next_at: "2026-11-28T16:00:00Z" })], now)).toBe(60_000);
});

it("tells what waits for its first try from what failed before", () => {
  expect(shownState(one({}))).toBe("waiting");
  expect(shownState(one({ attempts: 1 }))).toBe("again");
  expect(shownState(one({ attempts: 8, state: "failed" }))).toBe("failed");
});

it("reads a local time on the clock of the zone that is shown", () => {
  expect(localOf(now, "Asia/Kolkata")).toBe("2026-11-28T15:30");
  expect(instantOf("2026-11-28T15:30", "Asia/Kolkata")).toBe("2026-11-28T10:00:00.000Z");
  expect(instantOf(localOf(now, "America/New_York"), "America/New_York")).toBe(now.toISOString());
});

it("names a webhook by its host", () => {
  expect(hostOf("https://crm.example:8443/in?x=1")).toBe("crm.example:8443");
  expect(hostOf("what is no address")).toBe("what is no address");
});
