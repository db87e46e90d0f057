import { expect, it } from "vitest";
import type { Messages } from "@/api/contract.gen";
import { aMessage, aPage } from "../test-data";
import { View } from "./view";

type Where = { before?: number; after?: number; around?: number };

/** A conversation of `last` messages in pages of 10; `gate` holds answers back. */
function setUp(last = 100) {
  const asked: Where[] = [];
  const gate: { hold: boolean; held: (() => void)[]; fail: boolean } = { hold: false, held: [], fail: false };
  const clock = { now: 0 };
  const load = async (where: Where) => {
    asked.push(where);
    const page = pageAt(where, last);
    if (gate.fail) throw new Error("no answer");
    if (gate.hold) await new Promise<void>((go) => gate.held.push(go));
    return page;
  };
  const view = new View(7, null, load, () => clock.now);
  const seqs = () => view.snapshot().timeline.items.map(({ seq }) => seq);
  return { view, asked, gate, clock, seqs, ends: () => [seqs()[0], seqs().at(-1)] };
}

function pageAt({ before, after, around }: Where, last: number): Messages {
  let first = last - 9;
  if (before !== undefined) first = before - 10;
  if (after !== undefined) first = after + 1;
  if (around !== undefined) first = around - 5;
  first = Math.max(1, first);
  const end = Math.min(last, before === undefined ? first + 9 : before - 1);
  return aPage(first, end, { older: first > 1, newer: end < last });
}

it("opens at the newest, goes back to the beginning and stops asking there", async () => {
  const { view, asked, ends } = setUp(25);
  await view.open();
  expect(ends()).toEqual([16, 25]);
  await view.older();
  await view.older();
  expect(ends()).toEqual([1, 25]);
  await view.older();
  expect(asked).toHaveLength(3);
});

it("asks for one page at a time on each side", async () => {
  const { view, asked } = setUp();
  await view.open();
  await Promise.all([view.older(), view.older(), view.older()]);
  expect(asked).toEqual([{}, { before: 91 }]);
});

it("jumps to a number and reads on from there in both directions", async () => {
  const { view, ends } = setUp();
  await view.open();
  await view.open(40);
  expect(ends()).toEqual([35, 44]);
  await view.newer();
  await view.older();
  expect(ends()).toEqual([25, 54]);
  await view.newest();
  expect(ends()).toEqual([91, 100]);
});

it("does not lose what is said while a page that was read before it is on its way", async () => {
  const { view, gate, ends } = setUp();
  gate.hold = true;
  const opening = view.open();
  await Promise.resolve();
  view.receive(aMessage(101), false);
  for (const go of gate.held.splice(0)) go();
  await opening;
  expect(ends()).toEqual([91, 101]);
});

it("shows an edit that came before the older page with the old text", async () => {
  const { view, gate } = setUp();
  await view.open();
  gate.hold = true;
  const loading = view.older();
  await Promise.resolve();
  view.changed(aMessage(85, { text: "edited" }));
  for (const go of gate.held.splice(0)) go();
  await loading;
  expect(view.snapshot().timeline.items.find(({ seq }) => seq === 85)?.text).toBe("edited");
});

it("drops a page that a jump has made worthless", async () => {
  const { view, gate, ends } = setUp();
  await view.open();
  gate.hold = true;
  const older = view.older();
  const jump = view.open(40);
  await Promise.resolve();
  for (const go of gate.held.splice(0)) go();
  await Promise.all([older, jump]);
  expect(ends()).toEqual([35, 44]);
});

it("keeps what is shown when a page does not come, and asks again after a rest", async () => {
  const { view, asked, gate, clock, ends } = setUp();
  await view.open();
  gate.fail = true;
  for (let turn = 0; turn < 20; turn += 1) await view.older();
  expect([view.snapshot().status, ...ends()]).toEqual(["ready", 91, 100]);
  expect(asked).toHaveLength(2);
  gate.fail = false;
  clock.now = 5_000;
  await view.older();
  expect(ends()).toEqual([81, 100]);
});

it("says that it could not open", async () => {
  const { view, gate } = setUp();
  gate.fail = true;
  await view.open();
  expect(view.snapshot().status).toBe("failed");
  gate.fail = false;
  await view.open();
  expect(view.snapshot().status).toBe("ready");
});

it("counts replies of others in threads until they are read", async () => {
  const { view } = setUp(10);
  await view.open();
  view.receive(aMessage(11, { thread: 1003 }), false);
  view.receive(aMessage(12, { thread: 1003, sender: 1 }), true);
  expect(view.snapshot().threads.get(1003)?.unread).toBe(1);
  view.threadRead({ conversation: 7, account: 1, up_to: 12, unread: 0, thread: 1003 });
  expect(view.snapshot().threads.get(1003)).toEqual({ message: 1003, read_up_to: 12, unread: 0 });
});

it("a thread takes only what belongs to it", async () => {
  const view = new View(7, 1003, async () => aPage(3, 3, { thread_read_up_to: 3 }));
  await view.open();
  view.receive(aMessage(11, { thread: 1003 }), false);
  view.receive(aMessage(12), false);
  expect(view.snapshot().timeline.items.map(({ seq }) => seq)).toEqual([3, 11]);
});

it("joins what came after a gap in the stream without leaving the place", async () => {
  let last = 100;
  const view = new View(7, null, async (where) => pageAt(where, last));
  await view.open();
  await view.older();
  last = 105;
  await view.refresh();
  const { items } = view.snapshot().timeline;
  expect([items[0]?.seq, items.at(-1)?.seq]).toEqual([81, 105]);
});
