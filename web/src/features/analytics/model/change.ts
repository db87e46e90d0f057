export type Change = { kind: "more" | "less"; share: number } | { kind: "same" | "fromNone" };

/** How a number stands to the one of the period before. */
export function changeOf(value: number, before: number): Change {
  if (value === before) return { kind: "same" };
  if (before === 0) return { kind: "fromNone" };
  return { kind: value > before ? "more" : "less", share: Math.abs(value - before) / Math.abs(before) };
}

/**
 * Of a stage's people, how many came from the stage before; null where that says nothing: nobody was there, or more came than
 * were there, because who was found once books again without being found.
 */
export const shareOf = (value: number, stageBefore: number | undefined) =>
  stageBefore && value <= stageBefore ? value / stageBefore : null;
