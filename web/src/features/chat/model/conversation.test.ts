import { expect, it } from "vitest";
import type { ReadState } from "@/api/contract.gen";
import { aConversation, aMessage } from "../test-data";
import { afterChange, afterMessage, afterRead, inOrder, isChangeable, isMuted } from "./conversation";

const read = (change: Partial<ReadState>): ReadState => ({
  conversation: 7,
  account: 1,
  up_to: 0,
  unread: 0,
  thread: null,
  ...change,
});

it("counts what the other side says behind the cursor, once", () => {
  const now = aConversation({ last_seq: 3, read_up_to: 3 });
  const then = afterMessage(afterMessage(now, aMessage(4)), aMessage(4));
  expect([then.last_seq, then.unread, then.last_message?.text]).toEqual([4, 1, "message 4"]);
});

it("does not count own messages, from whatever device", () => {
  expect(afterMessage(aConversation(), aMessage(4, { sender: 1 })).unread).toBe(0);
});

it("takes the cursor of another device, and never moves it back", () => {
  const now = aConversation({ last_seq: 9, read_up_to: 3, unread: 6 });
  const then = afterRead(now, read({ up_to: 7, unread: 2 }));
  expect([then.read_up_to, then.unread]).toEqual([7, 2]);
  expect(afterRead(then, read({ up_to: 5, unread: 4 }))).toBe(then);
});

it("moves the other side's cursor for the marks at own messages", () => {
  const then = afterRead(aConversation({ their_read_up_to: 4 }), read({ account: 2, up_to: 6 }));
  expect(then.their_read_up_to).toBe(6);
  expect(afterRead(then, read({ account: 2, up_to: 5 })).their_read_up_to).toBe(6);
});

it("leaves the conversation's cursor alone when a thread is read", () => {
  const now = aConversation({ unread: 2, read_up_to: 1 });
  expect(afterRead(now, read({ up_to: 3, thread: 1001 }))).toBe(now);
});

it("shows an edit of the last message, not of an older one", () => {
  const now = aConversation({ last_message: aMessage(3) });
  expect(afterChange(now, aMessage(3, { text: "new" })).last_message?.text).toBe("new");
  expect(afterChange(now, aMessage(2))).toBe(now);
});

it("lists pinned ones first, then the latest, each once", () => {
  const list = inOrder([
    aConversation({ id: 1, updated_at: "2026-11-24T09:00:00Z" }),
    aConversation({ id: 2, updated_at: "2026-11-24T11:00:00Z" }),
    aConversation({ id: 3, updated_at: "2026-11-20T09:00:00Z", pinned: true }),
    aConversation({ id: 2, updated_at: "2026-11-24T11:00:00Z" }),
  ]);
  expect(list.map(({ id }) => id)).toEqual([3, 2, 1]);
});

it("knows until when muting and changing last", () => {
  const now = new Date("2026-11-24T10:00:00Z");
  expect(isMuted(aConversation({ muted_until: "2026-11-24T10:00:01Z" }), now)).toBe(true);
  expect(isMuted(aConversation({ muted_until: "2026-11-24T09:59:59Z" }), now)).toBe(false);
  const sent = (at: string) => aMessage(1, { sent_at: at });
  expect(isChangeable(sent("2026-11-24T09:45:01Z"), now)).toBe(true);
  expect(isChangeable(sent("2026-11-24T09:44:59Z"), now)).toBe(false);
  expect(isChangeable({ ...sent("2026-11-24T09:59:00Z"), deleted: true }, now)).toBe(false);
});
