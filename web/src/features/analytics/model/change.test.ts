import { expect, it } from "vitest";
import { changeOf, shareOf } from "./change";

it("says how a number changed, also from nothing and below it", () => {
  expect(changeOf(5, 4)).toEqual({ kind: "more", share: 0.25 });
  expect(changeOf(0, 4)).toEqual({ kind: "less", share: 1 });
  expect(changeOf(3, 3)).toEqual({ kind: "same" });
  expect(changeOf(0, 0)).toEqual({ kind: "same" });
  expect(changeOf(2, 0)).toEqual({ kind: "fromNone" });
  expect(changeOf(-50, -100)).toEqual({ kind: "more", share: 0.5 });
});

it("has no share of nobody", () => {
  expect(shareOf(3, 12)).toBe(0.25);
  expect(shareOf(3, 0)).toBeNull();
  expect(shareOf(4, 2)).toBeNull();
  expect(shareOf(3, undefined)).toBeNull();
});
