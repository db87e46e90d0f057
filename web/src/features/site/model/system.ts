import { queryOptions } from "@tanstack/react-query";
import { call } from "@/api/call";
import type { SystemPart, SystemReport } from "@/api/contract.gen";
import { formatMinutes, formatSeconds } from "@/lib/format";
import type { Tone } from "@/ui/bits";
import type words from "../en.json";

export const systemQuery = queryOptions({
  queryKey: ["site", "system"],
  queryFn: ({ signal }) => call("site.system", {}, signal),
  refetchInterval: 5_000,
  retry: false,
});

export type StateWord = keyof (typeof words)["system"]["state"];
export type PartName = keyof (typeof words)["system"]["part"];

/** Red is what nobody gets around. */
export const toneOf = ({ ok, state }: Pick<SystemPart, "ok" | "state">): Tone =>
  ok ? "success" : state === "away" || state === "full" ? "danger" : "warning";

export const healthColour: Record<SystemReport["health"], string> = {
  ok: "bg-success",
  degraded: "bg-warning",
  unavailable: "bg-danger",
  draining: "bg-warning",
};

/** "40 seconds", "12 minutes", "49 h 12 min". */
export const formatSpan = (seconds: number) =>
  seconds < 120 ? formatSeconds(Math.round(seconds)) : formatMinutes(Math.floor(seconds / 60));
