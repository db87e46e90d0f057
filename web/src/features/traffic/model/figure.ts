import type { Rating, Vital, VitalFigure } from "@/api/contract.gen";
import { formatNumber } from "@/lib/format";

/** "1.9 s", "180 ms", "0.08": as these are usually written. */
export function valueText(vital: Vital, p75: number): string {
  if (vital === "cls") return formatNumber(p75 / 1000, 2);
  return p75 >= 1000 ? `${formatNumber(p75 / 1000, 1)} s` : `${formatNumber(p75)} ms`;
}

export const toneOf = { good: "success", needs_work: "warning", poor: "danger" } as const satisfies Record<
  Rating,
  string
>;

/** Of all page loads that were measured, those that were good. */
export function goodShare({ good, needs_work, poor }: VitalFigure): number {
  return good / Math.max(1, good + needs_work + poor);
}
