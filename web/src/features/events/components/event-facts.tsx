import { CalendarDays, Clock, MapPin, Users } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { CommunityEvent } from "@/api/contract.gen";
import { formatDay, formatMinutes, formatTime, formatYourTime } from "@/lib/format";
import { usePreference, useViewerZone } from "@/lib/preferences";
import { useNow } from "@/lib/use-now";
import { zoneCity } from "@/lib/zones";
import { Badge } from "@/ui/bits";
import { badgeOf, seatsOf } from "../model/event";

export function EventBadge({ event }: { event: CommunityEvent }) {
  const { t } = useTranslation("events");
  const badge = badgeOf(event, useNow(60_000));
  return badge && <Badge tone={badge.tone}>{t(`badge.${badge.key}`)}</Badge>;
}

export function useSeats(event: CommunityEvent): string {
  const { t } = useTranslation("events");
  const seats = seatsOf(event);
  switch (seats.key) {
    case "free":
      return t("seats.free", { count: seats.count, capacity: seats.capacity });
    case "going":
      return t("seats.going", { count: seats.count });
    case "fullWaiting":
      return t("seats.fullWaiting", { count: seats.count });
    default:
      return t(`seats.${seats.key}`);
  }
}

export function useWhere(event: CommunityEvent): string {
  const { t } = useTranslation("events");
  if (event.place === null) return t("online");
  return event.online ? t("both", { place: event.place }) : event.place;
}

/** When (in the viewer's zone, and there), how long, where, how many. */
export function EventFacts({ event }: { event: CommunityEvent }) {
  const { t } = useTranslation("events");
  const [zone] = useViewerZone();
  const [hours] = usePreference("hours");
  const seats = useSeats(event);
  const where = useWhere(event);
  const elsewhere =
    formatTime(event.starts_at, zone) !== formatTime(event.starts_at, event.time_zone) ||
    formatDay(event.starts_at, zone) !== formatDay(event.starts_at, event.time_zone);
  return (
    <ul className="flex flex-col gap-3">
      <Fact icon={<CalendarDays size={20} strokeWidth={1.75} aria-hidden />}>
        <time dateTime={event.starts_at} className="tabular font-medium">
          {formatYourTime(event.starts_at, zone, hours)}
        </time>
        {elsewhere && (
          <span className="tabular block text-sm text-ink-3">
            {t("there", {
              time: `${formatDay(event.starts_at, event.time_zone)}, ${formatTime(event.starts_at, event.time_zone, hours)}`,
              city: zoneCity(event.time_zone),
            })}
          </span>
        )}
      </Fact>
      <Fact icon={<Clock size={20} strokeWidth={1.75} aria-hidden />}>{formatMinutes(event.minutes)}</Fact>
      <Fact icon={<MapPin size={20} strokeWidth={1.75} aria-hidden />}>{where}</Fact>
      <Fact icon={<Users size={20} strokeWidth={1.75} aria-hidden />}>{seats}</Fact>
    </ul>
  );
}

const Fact = ({ icon, children }: { icon: ReactNode; children: ReactNode }) => (
  <li className="flex items-start gap-3">
    <span className="mt-0.75 text-ink-3">{icon}</span>
    <span className="min-w-0 [overflow-wrap:anywhere]">{children}</span>
  </li>
);
