import { expect, it } from "vitest";
import { goodShare, valueText } from "./figure";

it.each([
  ["lcp", 1_940, "1.9 s"],
  ["inp", 180, "180 ms"],
  ["cls", 84, "0.08"],
  ["cls", 0, "0"],
] as const)("writes %s of %i as %s", (vital, p75, text) => {
  expect(Number.parseFloat(valueText(vital, p75))).toBe(Number.parseFloat(text));
  expect(valueText(vital, p75)).toContain(text.replace(/^[\d.]+/, ""));
});

it("knows the share of what was good, also of nothing", () => {
  const figure = { vital: "lcp", p75: 1, rating: "good" } as const;
  expect(goodShare({ ...figure, good: 3, needs_work: 1, poor: 0 })).toBe(0.75);
  expect(goodShare({ ...figure, good: 0, needs_work: 0, poor: 0 })).toBe(0);
});
