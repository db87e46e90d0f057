import { TZDate } from "@date-fns/tz";
import type { HookDelivery, HookDeliveryState, HookState } from "@/api/contract.gen";
import { dateKey, formatTime } from "@/lib/format";
import type { Tone } from "@/ui/bits";

export const states = ["waiting", "delivered", "failed", "skipped"] as const satisfies HookDeliveryState[];
export const testKind = "webhook.test";

export const hostOf = (url: string) => (URL.canParse(url) ? new URL(url).host : url);

export const hookTone: Record<HookState, Tone> = { active: "success", paused: "neutral", failed: "danger" };

/** What waits after a try that failed is not simply on its way. */
export const shownState = ({ state, attempts }: HookDelivery) =>
  state === "waiting" && attempts > 0 ? "again" : state;

export const deliveryTone: Record<ReturnType<typeof shownState>, Tone> = {
  waiting: "primary",
  again: "warning",
  delivered: "success",
  failed: "danger",
  skipped: "neutral",
};

const [soonest, latest] = [2_000, 60_000];

/** In how many milliseconds there may be news of these; false where nothing is going to be tried. */
export function newsIn(deliveries: readonly HookDelivery[], now: Date): number | false {
  const due = deliveries.flatMap(({ state, next_at }) =>
    state === "waiting" ? Date.parse(next_at ?? now.toISOString()) : [],
  );
  if (due.length === 0) return false;
  return Math.min(Math.max(Math.min(...due) - now.getTime(), soonest), latest);
}

/** "2026-11-28T10:30", as a field for a local time has it, on the zone's clock. */
export const localOf = (at: Date, zone: string) => `${dateKey(at, zone)}T${formatTime(at, zone)}`;

export function instantOf(local: string, zone: string): string {
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0] = local.split(/\D/).map(Number);
  return new Date(new TZDate(year, month - 1, day, hour, minute, zone).getTime()).toISOString();
}
