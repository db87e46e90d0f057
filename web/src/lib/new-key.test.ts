import { afterEach, expect, test, vi } from "vitest";
import { newKey } from "./new-key";

afterEach(() => {
  vi.useRealTimers();
});

test("a key is 32 hexadecimal digits, and no two are the same", () => {
  const keys = Array.from({ length: 1000 }, newKey);
  for (const key of keys) expect(key).toMatch(/^[0-9a-f]{32}$/);
  expect(new Set(keys).size).toBe(keys.length);
});

test("later keys stand behind earlier ones", () => {
  vi.useFakeTimers();
  const keys = [0, 1, 999, 2_000_000_000_000].map((now) => {
    vi.setSystemTime(now);
    return newKey();
  });
  expect(keys.toSorted()).toEqual(keys);
});
