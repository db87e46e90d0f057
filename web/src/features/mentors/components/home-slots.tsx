import { useQuery } from "@tanstack/react-query";
import { ArrowRight } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { daysAway, formatDay, formatTime } from "@/lib/format";
import { usePreference, useViewerZone } from "@/lib/preferences";
import { useNow } from "@/lib/use-now";
import { zoneCity } from "@/lib/zones";
import { Avatar, Skeleton } from "@/ui/bits";
import { EmptyState, ErrorState } from "@/ui/states";
import { facetsQuery, soonestMentorsQuery } from "../api/queries";
import { MentorCard, MentorCardSkeleton } from "./mentor-card";

const six = soonestMentorsQuery(6);
const places = ["a", "b", "c", "d", "e", "f"];

export const SoonestMentors = () => <Soonest count={6} />;
export const ThreeSoonest = () => <Soonest count={3} />;

function Soonest({ count }: { count: 3 | 6 }) {
  const { t } = useTranslation("mentors");
  const list = useQuery(soonestMentorsQuery(count));
  if (list.isError && !list.data)
    return <ErrorState error={list.error} onRetry={() => list.refetch()} busy={list.isFetching} />;
  if (list.data?.items.length === 0) return <EmptyState title={t("empty.none")} />;
  return (
    <ul className="grid grid-cols-1 gap-4 sm:grid-cols-2 lg:grid-cols-3" aria-busy={list.isPending}>
      {list.isPending
        ? places.slice(0, count).map((place) => (
            <li key={place}>
              <MentorCardSkeleton />
            </li>
          ))
        : list.data.items.map((mentor) => (
            <li key={mentor.mentor_id}>
              <MentorCard mentor={mentor} level={3} />
            </li>
          ))}
    </ul>
  );
}

/** The hero's right side: real next free times, one line per mentor, earliest first. */
export function FreeNext() {
  const { t } = useTranslation("mentors");
  const [zone] = useViewerZone();
  const [hours] = usePreference("hours");
  const now = useNow(60_000);
  const list = useQuery(six);
  const free = (list.data?.items ?? []).filter((mentor) => mentor.next_free_at !== null).slice(0, 4);

  const dayOf = (at: string) => {
    const days = daysAway(at, zone, now);
    return days === 0 ? t("soon.today") : days === 1 ? t("soon.tomorrow") : formatDay(at, zone);
  };

  if (list.isError && !list.data) return null;
  return (
    <section aria-labelledby="soon" className="rounded-xl border border-line bg-surface">
      <header className="flex items-baseline justify-between gap-4 px-5 pt-4 pb-3">
        <h2 id="soon" className="text-lg">
          {t("soon.title")}
        </h2>
        <span className="truncate text-sm text-ink-3">
          {!import.meta.env.SSR && t("soon.zone", { city: zoneCity(zone) })}
        </span>
      </header>
      <ul>
        {list.isPending &&
          places.slice(0, 4).map((place) => (
            <li key={place} className="flex h-[4.6rem] items-center gap-4 border-t border-line px-5">
              <Skeleton className="h-8 w-14" />
              <Skeleton className="grow" />
            </li>
          ))}
        {free.map((mentor) => (
          <li key={mentor.mentor_id} className="border-t border-line">
            <Link
              to={`/mentors/${mentor.mentor_id}`}
              className="flex h-[4.6rem] items-center gap-4 px-5 transition-colors -outline-offset-2 hover:bg-hover"
            >
              <time dateTime={mentor.next_free_at ?? ""} className="tabular w-22 shrink-0">
                <span className="block text-xs text-ink-3">{dayOf(mentor.next_free_at ?? "")}</span>
                <span className="block font-display text-lg leading-6 font-semibold">
                  {formatTime(mentor.next_free_at ?? "", zone, hours)}
                </span>
              </time>
              <span className="min-w-0 grow">
                <span className="block truncate text-sm font-medium">{mentor.name}</span>
                <span className="block truncate text-sm text-ink-3">
                  {mentor.skills.slice(0, 2).join(", ")}
                </span>
              </span>
              <Avatar name={mentor.name} photo={mentor.photo} size="sm" />
            </Link>
          </li>
        ))}
        {list.isSuccess && free.length === 0 && (
          <li className="border-t border-line px-5 py-6 text-sm text-ink-2">{t("soon.none")}</li>
        )}
      </ul>
      <Link
        to="/mentors"
        className="flex min-h-12 items-center justify-between gap-2 rounded-b-xl border-t border-line px-5 text-sm font-medium text-primary-ink -outline-offset-2 hover:bg-hover"
      >
        {t("soon.all")}
        <ArrowRight size={18} strokeWidth={1.75} aria-hidden />
      </Link>
    </section>
  );
}

/** The skills most mentors offer, as one-click searches. */
export function PopularSkills() {
  const { t } = useTranslation("mentors");
  const facets = useQuery(facetsQuery({}));
  const skills = facets.data?.skills.slice(0, 5) ?? [];
  // Its line is there from the start: what stands below must not jump.
  if (facets.isPending) return <div className="min-h-7" />;
  if (skills.length === 0) return null;
  return (
    <p className="flex animate-fade flex-wrap items-center gap-x-4 gap-y-1 text-sm">
      <span className="text-ink-3">{t("soon.popular")}</span>
      {skills.map(({ value }) => (
        <Link
          key={value}
          to={`/mentors?skill=${encodeURIComponent(value)}`}
          className="link inline-flex min-h-7 items-center"
        >
          {value}
        </Link>
      ))}
    </p>
  );
}
