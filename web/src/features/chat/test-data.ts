import type { Conversation, Message, Messages } from "@/api/contract.gen";

/** For tests: account 1 is the viewer, account 2 the other side. */
export const aMessage = (seq: number, change: Partial<Message> = {}): Message => ({
  id: 1000 + seq,
  conversation: 7,
  seq,
  sender: 2,
  client_key: `key-of-${seq}`,
  text: `message ${seq}`,
  sent_at: new Date(Date.UTC(2026, 10, 24, 9, 0) + seq * 60_000).toISOString(),
  edited_at: null,
  deleted: false,
  reply_to: null,
  thread: null,
  replies: 0,
  reactions: [],
  attachment: null,
  ...change,
});

export const aPage = (first: number, last: number, change: Partial<Messages> = {}): Messages => ({
  items: Array.from({ length: last - first + 1 }, (_, index) => aMessage(first + index)),
  older: false,
  newer: false,
  thread_read_up_to: 0,
  threads: [],
  ...change,
});

export const aConversation = (change: Partial<Conversation> = {}): Conversation => ({
  id: 7,
  with: {
    account: 2,
    id: "M000001",
    name: "Asha Menon",
    role: "mentor",
    online: false,
    last_seen: null,
    photo: null,
  },
  box: "inbox",
  last_seq: 3,
  last_message: aMessage(3),
  updated_at: "2026-11-24T09:03:00Z",
  unread: 0,
  read_up_to: 3,
  their_read_up_to: 0,
  pinned: false,
  muted_until: null,
  blocked: false,
  can_send: true,
  ...change,
});
