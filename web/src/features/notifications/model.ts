import type { Notification } from "@/api/contract.gen";
import { dateKey } from "@/lib/format";

export type Day = { key: string; items: Notification[] };

/** As they come, newest first, under the day of the viewer's zone they fell on. */
export function byDay(items: Notification[], zone: string): Day[] {
  const days: Day[] = [];
  for (const item of items) {
    const key = dateKey(item.created_at, zone);
    const last = days.at(-1);
    if (last?.key === key) last.items.push(item);
    else days.push({ key, items: [item] });
  }
  return days;
}

/** "22:30" for a time field, and back; nothing for what is no time. */
export const toClock = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

export function fromClock(text: string): number | undefined {
  const found = /^(\d{2}):(\d{2})$/.exec(text);
  if (!found) return undefined;
  const minute = Number(found[1]) * 60 + Number(found[2]);
  return minute < 1440 ? minute : undefined;
}
