import { expect, it } from "vitest";
import { bars, dots, line, niceMax, niceMin, pointAt, yOf } from "./chart-scale";

it("ends the axis at a round number that nothing exceeds", () => {
  expect([[], [0, null], [1], [3], [6], [11], [450_00], [100]].map(niceMax)).toEqual([
    1, 1, 1, 5, 10, 20, 50_000, 100,
  ]);
});

it("bars stand on zero, and the smallest can be seen", () => {
  const [none, little, all] = bars([0, 1, 1000], 1000);
  expect(none?.height).toBe(0);
  expect(little?.height).toBe(1);
  expect(all).toMatchObject({ y: 0, height: 100 });
  for (const bar of bars([3, 5], 5)) expect(bar.y + bar.height).toBe(100);
});

it("bars below zero hang from it", () => {
  expect([[1, null], [0], [2, -3]].map(niceMin)).toEqual([0, 0, -5]);
  const [up, down, little] = bars([20, -5, -0.01], 20, -5);
  expect(up).toMatchObject({ y: 0, height: 80 });
  expect(down).toMatchObject({ y: 80, height: 20 });
  expect(little).toMatchObject({ y: 80, height: 1 });
  expect(yOf(0, 20, -5)).toBe(80);
});

it("a line breaks where there is no value", () => {
  expect(line([5, null, 0, 5], 5)).toBe("M12.50 0.00h0.01M62.50 100.00h0.01L87.50 0.00");
  expect(line([null], 5)).toBe("");
});

it("draws the points that no line leads to as dots", () => {
  expect(dots([null, 5], 5)).toBe("M75.00 0.00h0.01");
  expect(dots([5, null, 0, 5], 5)).toBe("M12.50 0.00h0.01");
  expect(dots([5, 5], 5)).toBe("");
});

it("finds the point under the pointer, at the edges too", () => {
  expect([-0.1, 0, 0.49, 0.5, 1, 1.2].map((share) => pointAt(share, 2))).toEqual([0, 0, 0, 1, 1, 1]);
});
