import type { VersionedNotes } from "@/api/contract.gen";

/**
 * Notes while they are written: what stands in the field, what it was made from, and, when somebody else saved in
 * between, what they wrote. Nothing of either is ever dropped without being asked.
 */
export type Draft = {
  text: string;
  base: VersionedNotes;
  theirs: VersionedNotes | null;
  /** What was sent last: should it arrive as news before its own answer does, it is ours. */
  sent: string | null;
};

export type DraftStep =
  | { type: "typed" | "sent"; text: string }
  | { type: "saved" | "arrived"; notes: VersionedNotes }
  | { type: "resolved"; keep: "theirs" | "mine" | "both" };

export const draftOf = (notes: VersionedNotes): Draft => ({
  text: notes.text,
  base: notes,
  theirs: null,
  sent: null,
});

/** One behind the other, for who wants to lose neither. */
export const bothOf = (theirs: string, mine: string) => (theirs ? `${theirs}\n\n${mine}` : mine);

export const isDirty = (draft: Draft) => draft.text !== draft.base.text;
/** To be saved without asking. */
export const canSave = (draft: Draft) => isDirty(draft) && draft.theirs === null;

export function step(draft: Draft, change: DraftStep): Draft {
  switch (change.type) {
    case "typed":
      return { ...draft, text: change.text };
    case "sent":
      return { ...draft, sent: change.text };
    case "saved":
      // What was typed while it was saved stays.
      return change.notes.version >= draft.base.version ? { ...draft, base: change.notes } : draft;
    case "arrived":
      return arrived(draft, change.notes);
    case "resolved":
      return resolved(draft, change.keep);
  }
}

function arrived(draft: Draft, notes: VersionedNotes): Draft {
  if (notes.version <= (draft.theirs ?? draft.base).version) return draft;
  if (!isDirty(draft)) return draftOf(notes);
  if (notes.text === draft.text) return draftOf(notes);
  if (notes.text === draft.sent) return { ...draft, base: notes };
  return { ...draft, theirs: notes };
}

function resolved(draft: Draft, keep: "theirs" | "mine" | "both"): Draft {
  const { theirs } = draft;
  if (!theirs) return draft;
  const text = { theirs: theirs.text, mine: draft.text, both: bothOf(theirs.text, draft.text) }[keep];
  return { text, base: theirs, theirs: null, sent: null };
}
