import { formatTime } from "@/lib/format";

export type Part = "morning" | "afternoon" | "evening";

/** Times by part of the day on the clock of `zone`, in order; parts without times are left out. */
export function partsOf(times: string[], zone: string): [Part, string[]][] {
  const parts: Record<Part, string[]> = { morning: [], afternoon: [], evening: [] };
  for (const time of times) {
    const hour = Number(formatTime(time, zone).slice(0, 2));
    parts[hour < 12 ? "morning" : hour < 17 ? "afternoon" : "evening"].push(time);
  }
  return (Object.entries(parts) as [Part, string[]][]).filter(([, starts]) => starts.length > 0);
}
