import { describe, expect, it } from "vitest";
import { aMessage, aPage } from "../test-data";
import {
  fromPage,
  keepAtMost,
  merge,
  nothing,
  readThrough,
  withChanged,
  withNew,
  withNewer,
  withNewest,
  withOlder,
} from "./timeline";

const seqs = (items: { seq: number }[]) => items.map(({ seq }) => seq);

describe("a stretch of a conversation", () => {
  it("keeps each message once, by its number, whatever the order it comes in", () => {
    const items = merge([aMessage(3), aMessage(1)], [aMessage(2), aMessage(3, { text: "changed" })]);
    expect(seqs(items)).toEqual([1, 2, 3]);
    expect(items[2]?.text).toBe("changed");
  });

  it("takes what is said now behind its newest, once", () => {
    const now = fromPage(aPage(1, 3));
    const then = withNew(withNew(now, aMessage(4)), aMessage(4));
    expect(seqs(then.items)).toEqual([1, 2, 3, 4]);
  });

  it("leaves what is said now to its page while it does not reach the newest", () => {
    const now = fromPage(aPage(1, 3, { newer: true }));
    expect(withNew(now, aMessage(90))).toBe(now);
  });

  it("does not take a message from before its beginning", () => {
    const now = fromPage(aPage(10, 12, { older: true }));
    expect(withNew(now, aMessage(2))).toBe(now);
  });

  it("grows on both sides and knows where it ends", () => {
    let now = fromPage(aPage(50, 60, { older: true, newer: true }));
    now = withOlder(now, aPage(40, 49, { older: true, newer: true }));
    now = withNewer(now, aPage(61, 65, { older: true }));
    expect([now.items[0]?.seq, now.items.at(-1)?.seq]).toEqual([40, 65]);
    expect([now.older, now.newer]).toEqual([true, false]);
  });

  it("stays bounded: what is farthest from the reader is let go and can be had again", () => {
    let now = fromPage(aPage(1000, 1000 + keepAtMost - 1, { older: true }));
    now = withOlder(now, aPage(950, 999, { older: true }));
    expect(now.items).toHaveLength(keepAtMost);
    expect(now.items[0]?.seq).toBe(950);
    expect(now.newer).toBe(true);
    now = withNewer(now, aPage(950 + keepAtMost, 949 + keepAtMost + 50));
    expect(now.items).toHaveLength(keepAtMost);
    expect([now.older, now.newer]).toEqual([true, false]);
  });

  it("joins the newest page where they touch and starts again where they don't", () => {
    const now = fromPage(aPage(1, 10));
    const joined = withNewest(now, aPage(8, 20, { older: true }));
    expect(seqs(joined.items)).toEqual(seqs(aPage(1, 20).items));
    expect(joined.older).toBe(false);
    const apart = withNewest(now, aPage(15, 20, { older: true }));
    expect(seqs(apart.items)).toEqual([15, 16, 17, 18, 19, 20]);
    expect(apart.older).toBe(true);
  });

  it("keeps what was said while the newest page was on its way", () => {
    const now = withNew(fromPage(aPage(1, 3)), aMessage(4));
    expect(seqs(withNewest(now, aPage(1, 3)).items)).toEqual([1, 2, 3, 4]);
  });

  it("changes a message it has and no other", () => {
    const now = fromPage(aPage(1, 2));
    expect(withChanged(now, aMessage(2, { deleted: true })).items[1]?.deleted).toBe(true);
    expect(withChanged(now, aMessage(7))).toBe(now);
    expect(withNew(nothing, aMessage(1)).items).toHaveLength(1);
  });
});

it("reading the main line reads the replies in threads right behind it", () => {
  const items = [
    aMessage(1),
    aMessage(2),
    aMessage(3, { thread: 1 }),
    aMessage(4, { thread: 1 }),
    aMessage(5),
  ];
  expect(readThrough(items, 2)).toBe(4);
  expect(readThrough(items, 5)).toBe(5);
});
