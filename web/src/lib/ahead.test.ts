import { QueryClient, queryOptions } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

beforeEach(() => {
  vi.resetModules();
  vi.useFakeTimers();
});
afterEach(() => void vi.useRealTimers());

const slow = () => {
  let answer = (_: string) => {};
  const query = queryOptions({
    queryKey: ["slow"],
    queryFn: () =>
      new Promise<string>((done) => {
        answer = done;
      }),
  });
  return { query, answer: (text: string) => answer(text) };
};

async function setUp() {
  const { ask, askWith, opened } = await import("./ahead");
  const client = new QueryClient();
  askWith(client);
  return { ask, opened, client };
}

/** Whether it is done by now. */
async function done(promise: Promise<unknown>) {
  let is = false;
  void promise.then(() => {
    is = true;
  });
  await vi.advanceTimersByTimeAsync(0);
  return is;
}

test("the first page waits for its answers", async () => {
  const { ask, client } = await setUp();
  const { query, answer } = slow();
  const asked = ask([query]);
  expect(await done(asked)).toBe(false);
  answer("here");
  expect(await done(asked)).toBe(true);
  expect(client.getQueryData(query.queryKey)).toBe("here");
});

test("but not for ever", async () => {
  const { ask } = await setUp();
  const asked = ask([slow().query]);
  await vi.advanceTimersByTimeAsync(1499);
  expect(await done(asked)).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(await done(asked)).toBe(true);
});

test("later pages are drawn at once, and a failed question fails nothing", async () => {
  const { ask, opened } = await setUp();
  opened();
  expect(await done(ask([slow().query]))).toBe(true);
  const failing = queryOptions({
    queryKey: ["failing"],
    queryFn: () => Promise.reject(new Error("no")),
    retry: false,
  });
  expect(await done(ask([failing]))).toBe(true);
});

test("what may not be asked is not asked", async () => {
  const { ask } = await setUp();
  const queryFn = vi.fn(() => "never");
  await ask([queryOptions({ queryKey: ["off"], queryFn, enabled: false })]);
  expect(queryFn).not.toHaveBeenCalled();
});
