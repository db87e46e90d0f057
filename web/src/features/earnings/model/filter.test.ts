import { expect, it } from "vitest";
import { addressOf, filterOf, isBackwards } from "./filter";

it("reads what the address says and leaves out what makes no sense", () => {
  expect(filterOf(new URLSearchParams("kind=refund&from=2026-11-01&to=2026-11-30"))).toEqual({
    kind: "refund",
    from: "2026-11-01",
    to: "2026-11-30",
  });
  expect(filterOf(new URLSearchParams("kind=all&from=soon&to=2026-13-40"))).toEqual({});
});

it("writes only what is set, and back", () => {
  expect(addressOf({ kind: "capture" }).toString()).toBe("kind=capture");
  const filter = { from: "2026-01-01", to: "2026-02-01", kind: "release" } as const;
  expect(filterOf(addressOf(filter))).toEqual(filter);
});

it("knows a range that ends before it starts", () => {
  expect(isBackwards({ from: "2026-02-01", to: "2026-01-01" })).toBe(true);
  expect(isBackwards({ from: "2026-02-01", to: "2026-02-01" })).toBe(false);
  expect(isBackwards({ from: "2026-02-01" })).toBe(false);
});
