import { beforeEach, describe, expect, it } from "vitest";
import { ApiError } from "@/api/api-error";
import type { Message } from "@/api/contract.gen";
import { aMessage } from "../test-data";
import { type Draft, Outbox, type Ports, type Unsent } from "./outbox";
import { memoryStore } from "./outbox-store";

const draft = (text: string, change: Partial<Draft> = {}): Draft => ({
  conversation: 7,
  thread: null,
  text,
  quote: null,
  file: null,
  ...change,
});

/** A server that keeps each key once; `answer` decides what the client hears. */
function setUp(store = memoryStore()) {
  const server: Unsent[] = [];
  const delivered: Message[] = [];
  const waits: (() => void)[] = [];
  let keys = 0;
  const world = {
    server,
    delivered,
    online: true,
    /** Asked before the answer of each attempt. */
    answer: (_one: Unsent): ApiError | null => null,
    wake: () => {
      for (const go of waits.splice(0)) go();
    },
    waits,
  };
  let queue: Promise<void> = Promise.resolve();
  const ports: Ports = {
    store,
    newKey: () => {
      keys += 1;
      return `key-${keys}`;
    },
    now: () => new Date("2026-11-24T09:00:00Z"),
    send: async (one, signal) => {
      await Promise.resolve();
      signal.throwIfAborted();
      if (!world.online) throw new ApiError(0, { reason: "network.offline" });
      const refusal = world.answer(one);
      if (refusal && refusal.status !== 0) throw refusal;
      if (!server.some((kept) => kept.key === one.key)) server.push(one);
      if (refusal) throw refusal; // stored, and the answer was lost
      return aMessage(server.length, { sender: 1, client_key: one.key, text: one.text });
    },
    sent: (message) => delivered.push(message),
    alone: (_owner, work) => {
      queue = queue.then(work);
      return queue;
    },
    changed: () => {},
    wait: () => new Promise((go) => waits.push(go)),
  };
  return { world, ports, outbox: new Outbox("asha@example.com", ports) };
}

const settled = async () => {
  for (let turn = 0; turn < 60; turn += 1) await Promise.resolve();
};
const texts = (list: { text: string }[]) => list.map(({ text }) => text);

describe("the outbox", () => {
  let it_: ReturnType<typeof setUp>;
  beforeEach(() => {
    it_ = setUp();
  });

  it("sends in the order of writing and keeps nothing that the server has", async () => {
    const { outbox, world } = it_;
    for (const text of ["one", "two", "three"]) await outbox.add(draft(text));
    await settled();
    expect(texts(world.server)).toEqual(["one", "two", "three"]);
    expect(texts(world.delivered)).toEqual(["one", "two", "three"]);
    expect(outbox.snapshot()).toEqual([]);
  });

  it("keeps what is written offline and sends each once, in order, when the network is back", async () => {
    const { outbox, world } = it_;
    world.online = false;
    for (const text of ["one", "two", "three"]) await outbox.add(draft(text));
    await settled();
    expect(world.server).toEqual([]);
    expect(texts([...outbox.snapshot()])).toEqual(["one", "two", "three"]);
    world.online = true;
    world.wake();
    await settled();
    expect(texts(world.server)).toEqual(["one", "two", "three"]);
    expect(outbox.snapshot()).toEqual([]);
  });

  it("sends again with the same key when the answer got lost", async () => {
    const { outbox, world } = it_;
    let lost = 2;
    world.answer = () => {
      lost -= 1;
      return lost >= 0 ? new ApiError(0, { reason: "network.unreachable" }) : null;
    };
    await outbox.add(draft("once"));
    await settled();
    world.wake();
    await settled();
    world.wake();
    await settled();
    expect(texts(world.server)).toEqual(["once"]);
    expect(texts(world.delivered)).toEqual(["once"]);
    expect(outbox.snapshot()).toEqual([]);
  });

  it("does not wait out its pause when it is told that the network is back", async () => {
    const { outbox, world } = it_;
    world.online = false;
    await outbox.add(draft("one"));
    await settled();
    world.online = true;
    void outbox.send();
    await settled();
    expect(texts(world.server)).toEqual(["one"]);
  });

  it("does not let a later message pass one that waits", async () => {
    const { outbox, world } = it_;
    world.answer = (one) => (one.text === "first" ? new ApiError(503, {}) : null);
    await outbox.add(draft("first"));
    await outbox.add(draft("second"));
    await outbox.add(draft("elsewhere", { conversation: 8 }));
    await settled();
    expect(texts(world.server)).toEqual(["elsewhere"]);
    world.answer = () => null;
    world.wake();
    await settled();
    expect(texts(world.server)).toEqual(["elsewhere", "first", "second"]);
  });

  it("keeps a refused message with its reason, lets the rest pass, and retries when asked", async () => {
    const { outbox, world } = it_;
    world.answer = (one) => (one.text === "bad" ? new ApiError(403, { reason: "chat.blocked" }) : null);
    const bad = await outbox.add(draft("bad"));
    await outbox.add(draft("good"));
    await settled();
    expect(texts(world.server)).toEqual(["good"]);
    expect(outbox.snapshot().map(({ refused }) => refused)).toEqual(["chat.blocked"]);
    world.answer = () => null;
    await outbox.retry(bad.key);
    await settled();
    expect(texts(world.server)).toEqual(["good", "bad"]);
    expect(outbox.snapshot()).toEqual([]);
  });

  it("forgets what is taken back, also while it is on its way", async () => {
    const { outbox, world } = it_;
    world.online = false;
    const one = await outbox.add(draft("one"));
    await outbox.add(draft("two"));
    await outbox.discard(one.key);
    world.online = true;
    await settled();
    world.wake();
    await settled();
    expect(texts(world.server)).toEqual(["two"]);
  });

  it("survives a reload: a new tab finds and sends what the old one wrote", async () => {
    const { outbox, ports, world } = it_;
    world.online = false;
    await outbox.add(draft("one"));
    await outbox.add(draft("two"));
    await settled();
    outbox.stop();
    world.online = true;
    const next = new Outbox("asha@example.com", ports);
    await next.look();
    expect(texts([...next.snapshot()])).toEqual(["one", "two"]);
    await next.send();
    expect(texts(world.server)).toEqual(["one", "two"]);
  });

  it("two tabs on one store send each message once", async () => {
    const { outbox, ports, world } = it_;
    const other = new Outbox("asha@example.com", ports);
    world.online = false;
    await outbox.add(draft("from the first"));
    await other.add(draft("from the second"));
    await settled();
    world.online = true;
    world.wake();
    await settled();
    expect(texts(world.server)).toEqual(["from the first", "from the second"]);
    expect(world.delivered).toHaveLength(2);
  });

  it("is another's: one account never sends what another wrote", async () => {
    const { outbox, ports, world } = it_;
    world.online = false;
    await outbox.add(draft("mine"));
    outbox.stop();
    world.online = true;
    const theirs = new Outbox("ravi@example.com", ports);
    await theirs.send();
    expect(world.server).toEqual([]);
    await outbox.clear();
    expect(await ports.store.all("asha@example.com")).toEqual([]);
  });
});
