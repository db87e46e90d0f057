import type { Conversation, Message, ReadState } from "@/api/contract.gen";

/** What happens to a conversation in the list when something happens in it. Each may be told twice. */

const unreadShown = 100;

export function afterMessage(now: Conversation, message: Message): Conversation {
  if (message.seq <= now.last_seq) return now;
  const theirs = message.sender === now.with.account;
  return {
    ...now,
    last_seq: message.seq,
    last_message: message,
    updated_at: message.sent_at,
    unread: theirs && message.seq > now.read_up_to ? Math.min(unreadShown, now.unread + 1) : now.unread,
  };
}

export function afterChange(now: Conversation, message: Message): Conversation {
  return now.last_message?.id === message.id ? { ...now, last_message: message } : now;
}

export function afterRead(now: Conversation, read: ReadState): Conversation {
  if (read.thread !== null) return now;
  if (read.account === now.with.account)
    return { ...now, their_read_up_to: Math.max(now.their_read_up_to, read.up_to) };
  // A cursor never goes back; the server counted what is left behind it.
  if (read.up_to < now.read_up_to) return now;
  return { ...now, read_up_to: read.up_to, unread: read.unread };
}

/** Pinned first, then by the last message. */
export function inOrder(conversations: Conversation[]): Conversation[] {
  const once = [...new Map(conversations.map((one) => [one.id, one])).values()];
  return once.sort(
    (a, b) => Number(b.pinned) - Number(a.pinned) || b.updated_at.localeCompare(a.updated_at) || b.id - a.id,
  );
}

export const isMuted = (one: Conversation, now: Date) =>
  one.muted_until !== null && Date.parse(one.muted_until) > now.getTime();

/** The first words of a stranger wait for the caller's yes. */
export const isRequest = (one: Conversation) => one.box === "requests";

export const changeableFor = 15 * 60_000;
export const isChangeable = (message: Message, now: Date) =>
  !message.deleted && now.getTime() - Date.parse(message.sent_at) < changeableFor;
