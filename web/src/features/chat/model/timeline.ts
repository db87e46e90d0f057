import type { Message, Messages } from "@/api/contract.gen";

/**
 * A stretch of one conversation as this tab has it: numbers ascending, each message once. `older` and `newer` say
 * whether there is more on either side; while there is newer, what is said now belongs beyond the stretch.
 *
 * Replies in threads are part of the stretch of their conversation, since numbers count them; what is shown of them
 * is another matter (rows.ts).
 */
export type Timeline = { items: Message[]; older: boolean; newer: boolean };

export const nothing: Timeline = { items: [], older: false, newer: false };

/** More than this is not kept, so that neither memory nor the page grows with scrolling. */
export const keepAtMost = 240;

/** Both lists together, by number; of two states of one message the second list's counts. */
export function merge(items: Message[], incoming: Message[]): Message[] {
  const byId = new Map(items.map((message) => [message.id, message]));
  for (const message of incoming) byId.set(message.id, message);
  return [...byId.values()].sort((a, b) => a.seq - b.seq);
}

export const fromPage = ({ items, older, newer }: Messages): Timeline => ({ items, older, newer });

export function withOlder(now: Timeline, page: Messages): Timeline {
  return trim({ items: merge(page.items, now.items), older: page.older, newer: now.newer }, "older");
}

export function withNewer(now: Timeline, page: Messages): Timeline {
  return trim({ items: merge(now.items, page.items), older: now.older, newer: page.newer }, "newer");
}

/** The newest page over what is there: joined where they touch, else in its place. */
export function withNewest(now: Timeline, page: Messages): Timeline {
  const last = now.items.at(-1);
  const first = page.items[0];
  if (!last || !first || first.seq > last.seq + 1) return fromPage(page);
  // What the page covers counts as the page has it: a message that it lacks is gone.
  const before = now.items.filter((message) => message.seq < first.seq);
  const after = now.items.filter((message) => message.seq > (page.items.at(-1)?.seq ?? 0));
  return trim(
    {
      items: merge([...before, ...after], page.items),
      older: before.length ? now.older : page.older,
      newer: false,
    },
    "newer",
  );
}

/** Something was said. Beyond a stretch that ends earlier it waits for its page. */
export function withNew(now: Timeline, message: Message): Timeline {
  if (now.newer && message.seq > (now.items.at(-1)?.seq ?? 0)) return now;
  if (now.items.some((one) => one.id === message.id)) return now;
  if (now.older && message.seq < (now.items[0]?.seq ?? 0)) return now;
  return trim({ ...now, items: merge(now.items, [message]) }, "newer");
}

/** A message is another one than before; one that is not here is no matter. */
export function withChanged(now: Timeline, message: Message): Timeline {
  if (!now.items.some((one) => one.id === message.id)) return now;
  return { ...now, items: now.items.map((one) => (one.id === message.id ? message : one)) };
}

/** Cuts on the side that nobody looks at. */
function trim(now: Timeline, grown: "older" | "newer"): Timeline {
  if (now.items.length <= keepAtMost) return now;
  return grown === "older"
    ? { ...now, items: now.items.slice(0, keepAtMost), newer: true }
    : { ...now, items: now.items.slice(-keepAtMost), older: true };
}

/** How far somebody has read who sees the main line down to `seq`: replies in threads right behind it count too. */
export function readThrough(items: Message[], seq: number): number {
  let through = seq;
  for (const message of items) {
    if (message.seq <= through) continue;
    if (message.thread === null) break;
    through = message.seq;
  }
  return through;
}
