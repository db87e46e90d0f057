import { afterEach, expect, it, vi } from "vitest";
import { traceparent } from "./trace";

const told = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
const page = (serverTiming?: unknown) => {
  performance.getEntriesByType = vi.fn(() => [{ serverTiming }]) as never;
};

const before = performance.getEntriesByType;
afterEach(() => {
  performance.getEntriesByType = before;
  vi.restoreAllMocks();
});

it("is what the server told with the page", () => {
  page([
    { name: "total", description: "" },
    { name: "traceparent", description: told },
  ]);
  expect(traceparent()).toBe(told);
});

it("is nothing where none was begun, or nobody may read it", () => {
  page([{ name: "total", description: "" }]);
  expect(traceparent()).toBeUndefined();
  page(undefined);
  expect(traceparent()).toBeUndefined();
});

it("ends when the page has come up", () => {
  page([{ name: "traceparent", description: told }]);
  vi.spyOn(performance, "now").mockReturnValue(60_001);
  expect(traceparent()).toBeUndefined();
});
