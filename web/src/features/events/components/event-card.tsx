import { MapPin, Users } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { CommunityEvent } from "@/api/contract.gen";
import { formatDateTime, formatMinutes } from "@/lib/format";
import { usePreference, useViewerZone } from "@/lib/preferences";
import { Chip, Skeleton } from "@/ui/bits";
import { Cover } from "./cover";
import { EventBadge, useSeats, useWhere } from "./event-facts";

/** One event in a list. The whole card leads to its page; the title is the link that is read out. */
export function EventCard({ event, level = 2 }: { event: CommunityEvent; level?: 2 | 3 }) {
  const { t } = useTranslation("events");
  const [zone] = useViewerZone();
  const [hours] = usePreference("hours");
  const seats = useSeats(event);
  const where = useWhere(event);
  const Heading = `h${level}` as const;
  return (
    <article className="later-72 relative flex h-full flex-col overflow-clip rounded-lg border border-line bg-surface transition-[border-color,transform] hover:-translate-y-0.5 hover:border-line-strong has-[a:focus-visible]:outline-2 has-[a:focus-visible]:outline-offset-2 has-[a:focus-visible]:outline-primary">
      {event.cover && <Cover url={event.cover} />}
      <div className="flex grow flex-col gap-3 p-5">
        <div className="flex min-h-6 flex-wrap items-center justify-between gap-x-3 gap-y-1">
          <p className="tabular text-sm font-medium text-primary-ink">
            <time dateTime={event.starts_at}>{formatDateTime(event.starts_at, zone, hours)}</time>
            <span className="font-normal text-ink-3"> · {formatMinutes(event.minutes)}</span>
          </p>
          <EventBadge event={event} />
        </div>
        <div>
          <Heading className="text-lg leading-6 [overflow-wrap:anywhere]">
            <Link
              to={`/events/${event.id}`}
              className="outline-none after:absolute after:inset-0 after:rounded-lg"
            >
              {event.title}
            </Link>
          </Heading>
          <p className="mt-0.5 text-sm text-ink-3">{t("by", { name: event.host.name })}</p>
        </div>
        {event.summary && <p className="line-clamp-2 text-sm text-ink-2">{event.summary}</p>}
        {event.tags.length > 0 && (
          <ul aria-label={t("tags")} className="flex flex-wrap gap-1.5">
            {event.tags.map((tag) => (
              <li key={tag}>
                <Chip>{tag}</Chip>
              </li>
            ))}
          </ul>
        )}
        <div className="mt-auto flex flex-col gap-1.5 pt-1 text-sm text-ink-3">
          <p className="flex items-center gap-1.5">
            <MapPin size={16} strokeWidth={1.75} aria-hidden className="shrink-0" />
            <span className="truncate">{where}</span>
          </p>
          <p className="tabular flex items-center gap-1.5">
            <Users size={16} strokeWidth={1.75} aria-hidden className="shrink-0" />
            {seats}
          </p>
        </div>
      </div>
    </article>
  );
}

export const EventCardSkeleton = () => <Skeleton className="h-64 rounded-lg" />;
