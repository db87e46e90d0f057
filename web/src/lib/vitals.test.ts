import { expect, it } from "vitest";
import { largestSession, slowestInteraction } from "./vitals";

const shift = (startTime: number, value: number, hadRecentInput = false) =>
  ({ startTime, value, hadRecentInput }) as unknown as PerformanceEntry;
const interaction = (interactionId: number, duration: number) =>
  ({ interactionId, duration }) as unknown as PerformanceEntry;

it("layout shifts: the window that moved most, without what somebody's input moved", () => {
  let cls = 0;
  const take = largestSession((sum) => {
    cls = sum;
  });
  take([shift(100, 0.1), shift(900, 0.1), shift(950, 9, true)]);
  expect(cls).toBeCloseTo(0.2);
  take([shift(2500, 0.15)]);
  expect(cls).toBeCloseTo(0.2);
  take([shift(3000, 0.15)]);
  expect(cls).toBeCloseTo(0.3);
});

it("a window ends after five seconds, however busy it is", () => {
  let cls = 0;
  const take = largestSession((sum) => {
    cls = sum;
  });
  for (let at = 0; at < 10_000; at += 500) take([shift(at, 0.01)]);
  expect(cls).toBeCloseTo(0.1);
});

it("interactions: the slowest, each once, and of more than fifty not the outlier", () => {
  let inp = 0;
  const take = slowestInteraction((duration) => {
    inp = duration;
  });
  take([interaction(0, 5000)]);
  expect(inp).toBe(0);
  take([interaction(1, 80), interaction(1, 120), interaction(2, 40)]);
  expect(inp).toBe(120);
  take([interaction(3, 900)]);
  expect(inp).toBe(900);
  for (let id = 4; id <= 50; id++) take([interaction(id, 30)]);
  expect(inp).toBe(120);
});
