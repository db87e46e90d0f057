import { afterEach, expect, it, vi } from "vitest";
import { startVercel } from "./vercel";

type Told = { url: string; type?: string };
type Queue = [string, (event: Told) => Told | null][];
const queues = window as unknown as { vaq?: Queue; siq?: Queue };
const scripts = () =>
  [...document.head.querySelectorAll<HTMLScriptElement>("script[src]")].map(
    ({ src }) => new URL(src).pathname,
  );

const privacy = (name: "doNotTrack" | "globalPrivacyControl", value: unknown) =>
  vi.stubGlobal("navigator", Object.defineProperty({ ...navigator }, name, { value }));

afterEach(() => {
  vi.unstubAllGlobals();
  delete queues.vaq;
  delete queues.siq;
});

it.each([
  ["doNotTrack", "1"],
  ["globalPrivacyControl", true],
] as const)("loads nothing for who sends %s", (name, value) => {
  privacy(name, value);
  startVercel(() => "/");
  expect(scripts()).toEqual([]);
  expect(queues.vaq).toBeUndefined();
});

it("tells the pattern of the event's own address, and nothing else of it", () => {
  const asked: string[] = [];
  startVercel((path) => {
    asked.push(path);
    return "/mentors/:mentor";
  });
  expect(scripts()).toEqual(["/_vercel/insights/script.js", "/_vercel/speed-insights/script.js"]);
  for (const queue of [queues.vaq, queues.siq]) {
    const [name, beforeSend] = queue?.[0] ?? [];
    expect(name).toBe("beforeSend");
    // The page itself stands elsewhere, as it does while an address changes.
    expect(
      beforeSend?.({ type: "pageview", url: `${location.origin}/mentors/M000001?token=s3cret#part` }),
    ).toEqual({ type: "pageview", url: `${location.origin}/mentors/:mentor` });
    expect(asked.at(-1)).toBe("/mentors/M000001");
    expect(beforeSend?.({ url: "http://[" })).toBeNull();
  }
});

it("tells nothing more once privacy is asked for", () => {
  startVercel(() => "/about");
  const beforeSend = queues.vaq?.[0]?.[1];
  expect(beforeSend?.({ url: `${location.origin}/about` })).not.toBeNull();
  privacy("globalPrivacyControl", true);
  expect(beforeSend?.({ url: `${location.origin}/about` })).toBeNull();
});
