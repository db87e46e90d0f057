import { describe, expect, it } from "vitest";
import { aMessage } from "../test-data";
import type { Unsent } from "./outbox";
import { rowsOf } from "./rows";

const anUnsent = (key: string, change: Partial<Unsent> = {}): Unsent => ({
  key,
  owner: "asha@example.com",
  conversation: 7,
  thread: null,
  text: key,
  quote: null,
  file: null,
  attachment: null,
  at: "2026-11-24T09:30:00Z",
  order: 1,
  refused: null,
  ...change,
});

const minute = (count: number) => new Date(Date.UTC(2026, 10, 24, 9, count)).toISOString();
const rows = (change: Partial<Parameters<typeof rowsOf>[0]>) =>
  rowsOf({
    messages: [],
    unsent: [],
    other: 2,
    unreadAfter: null,
    dayOf: (at) => at.slice(0, 10),
    ...change,
  });
const kinds = (list: ReturnType<typeof rows>) =>
  list.map((row) =>
    row.kind === "message" || row.kind === "unsent" ? (row.starts ? "starts" : "goes on") : row.kind,
  );

describe("what stands in a conversation", () => {
  it("groups what one side says within five minutes", () => {
    const messages = [
      aMessage(1, { sent_at: minute(0) }),
      aMessage(2, { sent_at: minute(4) }),
      aMessage(3, { sent_at: minute(5), sender: 1 }),
      aMessage(4, { sent_at: minute(11), sender: 1 }),
    ];
    const list = rows({ messages });
    expect(kinds(list)).toEqual(["day", "starts", "goes on", "starts", "starts"]);
    expect(list.map((row) => "ends" in row && row.ends)).toEqual([false, false, true, true, true]);
  });

  it("draws a line for each day of the viewer", () => {
    const messages = [
      aMessage(1, { sent_at: "2026-11-24T20:00:00Z" }),
      aMessage(2, { sent_at: "2026-11-24T20:01:00Z" }),
    ];
    const dayOf = (at: string) => (at < "2026-11-24T20:01" ? "24" : "25"); // midnight lies between the two
    expect(kinds(rows({ messages, dayOf }))).toEqual(["day", "starts", "day", "starts"]);
  });

  it("draws one line before the first message of the other side behind the cursor", () => {
    const messages = [
      aMessage(1, { sent_at: minute(0) }),
      aMessage(2, { sent_at: minute(1), sender: 1 }),
      aMessage(3, { sent_at: minute(2) }),
      aMessage(4, { sent_at: minute(3) }),
    ];
    expect(kinds(rows({ messages, unreadAfter: 1 }))).toEqual([
      "day",
      "starts",
      "starts",
      "unread",
      "starts",
      "goes on",
    ]);
    expect(kinds(rows({ messages, unreadAfter: 4 }))).not.toContain("unread");
  });

  it("puts what is not sent yet at the end, and leaves out what is there already", () => {
    const messages = [aMessage(1, { sender: 1, client_key: "a", sent_at: minute(0) })];
    const list = rows({ messages, unsent: [anUnsent("a"), anUnsent("b")] });
    expect(list.map(({ key }) => key)).toEqual(["day 2026-11-24", "a", "b"]);
  });

  it("gives an own message one key from writing to sent, and nobody else's", () => {
    const before = rows({ unsent: [anUnsent("a")] }).at(-1);
    const after = rows({ messages: [aMessage(1, { sender: 1, client_key: "a" })] }).at(-1);
    expect(after?.key).toBe(before?.key);
    const theirs = rows({ messages: [aMessage(1, { client_key: "a" })], unsent: [anUnsent("a")] });
    expect(new Set(theirs.map(({ key }) => key)).size).toBe(theirs.length);
  });
});
