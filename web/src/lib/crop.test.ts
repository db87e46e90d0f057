import { expect, it } from "vitest";
import { moved, nearest, partOf, startCrop, zoomed } from "./crop";

const wide = { width: 800, height: 400 };

it("begins with as much as fits, from the middle", () => {
  expect(partOf(startCrop(wide), wide, 1)).toEqual({ x: 200, y: 0, width: 400, height: 400 });
  expect(partOf(startCrop(wide), wide, 16 / 9)).toEqual({
    x: 400 - (400 * 16) / 18,
    y: 0,
    width: (400 * 16) / 9,
    height: 400,
  });
});

it("drags the picture, not the frame, and never shows what is beside it", () => {
  const right = moved(startCrop(wide), wide, 1, -0.25, 0.5);
  expect(partOf(right, wide, 1)).toEqual({ x: 300, y: 0, width: 400, height: 400 });
  expect(partOf(moved(right, wide, 1, -9, -9), wide, 1)).toEqual({ x: 400, y: 0, width: 400, height: 400 });
});

it("zooms around the middle, within limits, and comes back inside", () => {
  const near = zoomed(startCrop(wide), wide, 1, 2);
  expect(partOf(near, wide, 1)).toEqual({ x: 300, y: 100, width: 200, height: 200 });
  expect(zoomed(near, wide, 1, 99).zoom).toBe(nearest);
  const corner = moved(near, wide, 1, 9, 9);
  expect(partOf(corner, wide, 1)).toEqual({ x: 0, y: 0, width: 200, height: 200 });
  expect(partOf(zoomed(corner, wide, 1, 0), wide, 1)).toEqual({ x: 0, y: 0, width: 400, height: 400 });
});
