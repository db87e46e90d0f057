import { expect, it } from "vitest";
import { addressOf, problemOf, rangeOf } from "./range";

it("reads the address, and is thirty days where that makes no sense", () => {
  expect(rangeOf(new URLSearchParams("range=7&from=2026-01-01"))).toEqual({ range: "7" });
  expect(rangeOf(new URLSearchParams("range=8"))).toEqual({ range: "30" });
  const custom = { range: "custom", from: "2026-01-01", to: "2026-02-01" } as const;
  expect(rangeOf(addressOf(custom))).toEqual(custom);
});

it("knows why a custom range cannot be asked about", () => {
  const custom = (from?: string, to?: string) => problemOf({ range: "custom", from, to });
  expect(custom("2026-01-01")).toBe("incomplete");
  expect(custom("2026-01-02", "2026-01-01")).toBe("backwards");
  expect(custom("2025-11-24", "2026-11-24")).toBeUndefined();
  expect(custom("2025-11-23", "2026-11-24")).toBe("tooLong");
  expect(problemOf({ range: "90" })).toBeUndefined();
});
