import { describe, expect, it } from "vitest";
import type { LiveEvent, Rest } from "./contract.gen";
import { LiveSequence } from "./live-sequence";

const event = (seq: number): LiveEvent => ({
  seq,
  name: "chat.message",
  at: "2026-11-24T09:00:00Z",
  data: seq,
});
const ready = (last: number, reload = false) => ({ account: 1, last, reload });

/** A server that keeps `from` to `last`, in answers of three. */
function setUp(seen: number | null, server = { from: 1, last: 0 }) {
  const delivered: number[] = [];
  const asked: number[] = [];
  const world = { server, delivered, asked, reloads: 0, kept: seen, silent: false, lacks: new Set<number>() };
  const sequence = new LiveSequence(seen, {
    deliver: ({ seq }) => delivered.push(seq),
    remember: (kept) => {
      world.kept = kept;
    },
    reload: () => {
      world.reloads += 1;
    },
    ask: async (after): Promise<Rest> => {
      asked.push(after);
      await Promise.resolve();
      if (world.silent) throw new Error("no answer");
      if (after + 1 < server.from) return { events: [], last: server.last, reload: true, more: false };
      const seqs = [];
      for (let seq = after + 1; seq <= Math.min(server.last, after + 3); seq += 1)
        if (!world.lacks.has(seq)) seqs.push(seq);
      return { events: seqs.map(event), last: server.last, reload: false, more: server.last > after + 3 };
    },
  });
  return { sequence, world };
}
const settled = async () => {
  for (let turn = 0; turn < 40; turn += 1) await Promise.resolve();
};

describe("the order of events", () => {
  it("a first connection fetches everything and goes on from the newest", () => {
    const { sequence, world } = setUp(null);
    sequence.ready(ready(41, true));
    sequence.event(event(42));
    expect([world.reloads, world.delivered, world.kept]).toEqual([1, [42], 42]);
  });

  it("a reconnection takes the rest and nothing twice", () => {
    const { sequence, world } = setUp(10);
    sequence.ready(ready(13));
    for (const seq of [11, 12, 12, 13, 9]) sequence.event(event(seq));
    expect([world.reloads, world.delivered]).toEqual([0, [11, 12, 13]]);
  });

  it("fills a gap before it delivers what lies behind", async () => {
    const { sequence, world } = setUp(10, { from: 1, last: 20 });
    sequence.ready(ready(10));
    sequence.event(event(20));
    sequence.event(event(18));
    await settled();
    expect(world.delivered).toEqual([11, 12, 13, 14, 15, 16, 17, 18, 19, 20]);
    expect(world.asked).toEqual([10, 13, 16, 19]);
  });

  it("delivers reordered events in their order without a reload", async () => {
    const { sequence, world } = setUp(0, { from: 1, last: 6 });
    sequence.ready(ready(0));
    for (const seq of [3, 1, 2, 6, 5, 4]) sequence.event(event(seq));
    await settled();
    expect([world.delivered, world.reloads]).toEqual([[1, 2, 3, 4, 5, 6], 0]);
  });

  it("fetches everything when the rest is no longer kept", async () => {
    const { sequence, world } = setUp(10, { from: 500, last: 600 });
    sequence.ready(ready(10));
    sequence.event(event(600));
    await settled();
    expect([world.reloads, world.delivered, world.kept]).toEqual([1, [], 600]);
    sequence.event(event(601));
    expect(world.delivered).toEqual([601]);
  });

  it("does not stand still before a hole that the server lacks as well", async () => {
    const { sequence, world } = setUp(10, { from: 1, last: 10 });
    sequence.ready(ready(10));
    sequence.event(event(12));
    await settled();
    expect(world.reloads).toBe(1);
    sequence.event(event(13));
    expect(world.delivered).toEqual([13]);
  });

  it("asks for what should have followed and did not", async () => {
    const { sequence, world } = setUp(10, { from: 1, last: 12 });
    sequence.ready(ready(12));
    sequence.catchUp(12);
    await settled();
    expect(world.delivered).toEqual([11, 12]);
  });

  it("drops what belonged to the connection before", async () => {
    const { sequence, world } = setUp(10, { from: 1, last: 12 });
    sequence.ready(ready(10));
    sequence.event(event(12));
    sequence.cut();
    await settled();
    expect(world.delivered).toEqual([]);
    sequence.ready(ready(12));
    sequence.event(event(11));
    sequence.event(event(12));
    expect(world.delivered).toEqual([11, 12]);
  });

  it("starts over with a server whose stream is younger than what was seen", () => {
    const { sequence, world } = setUp(900);
    sequence.ready(ready(5));
    sequence.event(event(6));
    expect([world.reloads, world.delivered]).toEqual([1, [6]]);
  });

  it("tries again with the next connection when no answer came", async () => {
    const { sequence, world } = setUp(10, { from: 1, last: 12 });
    world.silent = true;
    sequence.ready(ready(10));
    sequence.event(event(12));
    await settled();
    world.silent = false;
    sequence.ready(ready(12));
    sequence.catchUp(12);
    await settled();
    expect(world.delivered).toEqual([11, 12]);
  });
});
