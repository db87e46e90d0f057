export type Change = { kind: "more" | "less"; share: number } | { kind: "same" | "fromNone" };

/** How a number stands to the one of the period before. */
export function changeOf(value: number, before: number): Change {
  if (value === before) return { kind: "same" };
  if (before === 0) return { kind: "fromNone" };
  return { kind: value > before ? "more" : "less", share: Math.abs(value - before) / Math.abs(before) };
}

/** Of a stage's people, how many came from the stage before; null where nobody was there. */
export const shareOf = (value: number, stageBefore: number | undefined) =>
  stageBefore ? value / stageBefore : null;
