import type { KeyboardEvent } from "react";

/** The number of the last message that is wholly, or as far as it fits, on the screen. */
export function lastSeen(box: HTMLElement | null): number | null {
  if (!box) return null;
  const { bottom } = box.getBoundingClientRect();
  const rows = box.querySelectorAll<HTMLElement>("[data-seq]");
  for (let index = rows.length - 1; index >= 0; index -= 1) {
    const row = rows[index];
    if (!row) continue;
    const place = row.getBoundingClientRect();
    if (place.bottom <= bottom + 24 || place.top < bottom - box.clientHeight / 2)
      return Number(row.dataset.seq);
  }
  return null;
}

/** Arrows move from message to message. */
export function walk(event: KeyboardEvent<HTMLElement>) {
  const step = { ArrowUp: -1, ArrowDown: 1, Home: Number.NEGATIVE_INFINITY, End: Number.POSITIVE_INFINITY }[
    event.key
  ];
  if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>("article")];
  const here = rows.findIndex((row) => row.contains(document.activeElement));
  const next = here < 0 ? rows.length - 1 : Math.min(rows.length - 1, Math.max(0, here + step));
  event.preventDefault();
  rows[next]?.focus();
}
