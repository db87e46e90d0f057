import type { Quote } from "@/api/contract.gen";

/** What is begun and not sent, per conversation or thread, on this device. */
export type KeptDraft = { text: string; quote: Quote | null };
const none: KeptDraft = { text: "", quote: null };

const prefix = "ax.chat.draft.";
const name = (owner: string, place: string) => `${prefix}${owner}.${place}`;
export const placeOf = (conversation: number, thread: number | null) =>
  thread === null ? String(conversation) : `${conversation}.t${thread}`;

const listeners = new Set<() => void>();
let version = 0;
export const subscribeDrafts = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};
export const draftsVersion = () => version;
function tell() {
  version += 1;
  for (const listener of listeners) listener();
}

export function readDraft(owner: string, place: string): KeptDraft {
  try {
    const kept = JSON.parse(localStorage.getItem(name(owner, place)) ?? "null") as KeptDraft | null;
    return kept && typeof kept.text === "string" ? { text: kept.text, quote: kept.quote ?? null } : none;
  } catch {
    return none;
  }
}

export function keepDraft(owner: string, place: string, draft: KeptDraft) {
  try {
    if (draft.text.trim() || draft.quote) localStorage.setItem(name(owner, place), JSON.stringify(draft));
    else localStorage.removeItem(name(owner, place));
  } catch {
    // Storage is full or blocked: the draft lives as long as the page.
  }
  tell();
}

/** Signing out leaves nothing behind for the next one at this device. */
export function forgetDrafts(owner: string) {
  try {
    for (const key of Object.keys(localStorage))
      if (key.startsWith(`${prefix}${owner}.`)) localStorage.removeItem(key);
  } catch {
    // Blocked storage has none.
  }
  tell();
}
