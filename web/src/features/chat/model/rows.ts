import type { Message } from "@/api/contract.gen";
import type { Unsent } from "./outbox";

/** What stands in a conversation, from top to bottom. */
export type Row =
  | { kind: "day"; key: string; at: string }
  | { kind: "unread"; key: string }
  | { kind: "message"; key: string; message: Message; starts: boolean; ends: boolean }
  | { kind: "unsent"; key: string; unsent: Unsent; starts: boolean; ends: boolean };

type Wanted = {
  messages: Message[];
  unsent: Unsent[];
  /** The account on the other side. */
  other: number;
  /** Behind which number the line for unread ones stands; null for none. */
  unreadAfter: number | null;
  /** The calendar day of an instant for this viewer. */
  dayOf: (at: string) => string;
};

/** People pause; what is said within five minutes of the line before is one breath. */
const breath = 5 * 60_000;

type Said = { own: boolean; sender: number | null; at: string; day: string };

/**
 * Groups by author and time, with a line for each day and one before the first unread. Own messages keep their key
 * from the moment they are written, so that nothing moves when the server has them.
 */
export function rowsOf({ messages, unsent, other, unreadAfter, dayOf }: Wanted): Row[] {
  const rows: Row[] = [];
  let before: Said | null = null;
  let unreadShown = unreadAfter === null;
  const known = new Set(messages.filter(({ sender }) => sender !== other).map((one) => one.client_key));

  const place = (said: Said, make: (starts: boolean) => Row) => {
    const newDay = before?.day !== said.day;
    if (newDay) rows.push({ kind: "day", key: `day ${said.day}`, at: said.at });
    const starts =
      newDay ||
      rows.at(-1)?.kind === "unread" ||
      before === null ||
      before.sender !== said.sender ||
      Date.parse(said.at) - Date.parse(before.at) > breath;
    const last = rows.at(-1);
    if (!starts && last && "ends" in last) last.ends = false;
    rows.push(make(starts));
    before = said;
  };

  for (const message of messages) {
    const own = message.sender !== other;
    if (!unreadShown && !own && message.seq > (unreadAfter ?? 0)) {
      unreadShown = true;
      rows.push({ kind: "unread", key: "unread" });
    }
    place(
      { own, sender: own ? null : message.sender, at: message.sent_at, day: dayOf(message.sent_at) },
      (starts) => ({
        kind: "message",
        // Its own sender's key from the first moment; others' keys are none of ours and might collide.
        key: own ? message.client_key : `m${message.id}`,
        message,
        starts,
        ends: true,
      }),
    );
  }
  for (const one of unsent) {
    if (known.has(one.key)) continue;
    place({ own: true, sender: null, at: one.at, day: dayOf(one.at) }, (starts) => ({
      kind: "unsent",
      key: one.key,
      unsent: one,
      starts,
      ends: true,
    }));
  }
  return rows;
}
