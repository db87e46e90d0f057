import { type RefObject, useEffect, useRef } from "react";
import { ApiError } from "@/api/api-error";
import type { VersionedNotes } from "@/api/contract.gen";
import { errorText } from "@/lib/error-text";
import { toast } from "@/ui/toast";
import { bothOf, type Draft, isDirty } from "../model/draft";

export type Store = {
  save: (text: string, version: number) => Promise<VersionedNotes>;
  /** Asks the server what stands there now. */
  newest: () => Promise<VersionedNotes>;
};

export const isChanged = (error: unknown) =>
  error instanceof ApiError && error.reason === "workspace.notes_changed";

/**
 * What is not saved when the notes are left within the product is saved then. Nobody is there any more to choose
 * between two texts: both are kept. A browser that is closed asks before.
 */
export function useSaveWhenLeft(draft: Draft, store: Store, running: RefObject<Promise<unknown> | null>) {
  const latest = useRef({ draft, store });
  useEffect(() => {
    latest.current = { draft, store };
  });
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      if (isDirty(latest.current.draft)) event.preventDefault();
    };
    window.addEventListener("beforeunload", ask);
    return () => {
      window.removeEventListener("beforeunload", ask);
      const last = latest.current;
      if (isDirty(last.draft))
        saveLast(last.draft, last.store, running.current).catch((error) => toast.error(errorText(error)));
    };
  }, [running]);
}

async function saveLast(
  { text, base, theirs }: Draft,
  { save, newest }: Store,
  before: Promise<unknown> | null,
) {
  // The version is known only once the save that is under way has its answer.
  const saved = (await before) as VersionedNotes | null;
  const now = theirs ?? saved ?? base;
  if (text === now.text) return;
  try {
    await save(theirs ? bothOf(theirs.text, text) : text, now.version);
  } catch (error) {
    if (!isChanged(error)) throw error;
    const other = await newest();
    if (other.text !== text) await save(bothOf(other.text, text), other.version);
  }
}
