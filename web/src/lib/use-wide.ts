import { useSyncExternalStore } from "react";

// Tailwind's lg.
const query = () => globalThis.matchMedia?.("(min-width: 64rem)");

function subscribe(listener: () => void) {
  const wide = query();
  wide?.addEventListener("change", listener);
  return () => wide?.removeEventListener("change", listener);
}

/** Whether there is room for a second column: what a phone never shows need not be made for it. */
export const useWide = () =>
  useSyncExternalStore(
    subscribe,
    () => query()?.matches ?? true,
    () => true,
  );
