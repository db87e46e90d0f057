import { useQuery } from "@tanstack/react-query";
import { CalendarPlus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { formatRelative, formatYourTime } from "@/lib/format";
import { usePreference, useViewerZone } from "@/lib/preferences";
import { useNow } from "@/lib/use-now";
import { Skeleton } from "@/ui/bits";
import { Button } from "@/ui/button";
import { ErrorState } from "@/ui/states";
import { soonWithQuery } from "../api/queries";
import { StateBadge } from "./state-badge";

/** The sessions two people have before them; for a student without one, the way to the next. */
export function NextWith({ person, name }: { person: string; name: string }) {
  const { t } = useTranslation("booking");
  const [zone] = useViewerZone();
  const [hours] = usePreference("hours");
  const now = useNow();
  const side = person.startsWith("M") ? "student" : "mentor";
  const soon = useQuery(soonWithQuery(side));
  const ahead =
    soon.data?.items.filter((booking) => booking[side === "student" ? "mentor" : "student"].id === person) ??
    [];
  if (soon.isPending) return <Skeleton className="h-20" />;
  if (!soon.data)
    return (
      <ErrorState
        error={soon.error}
        onRetry={() => soon.refetch()}
        busy={soon.isFetching}
        className="px-0 py-4"
      />
    );
  return (
    <section aria-label={t("with.title", { name })}>
      <h3 className="font-sans text-sm font-semibold tracking-normal">{t("with.next")}</h3>
      {ahead.length === 0 ? (
        <>
          <p className="mt-1 text-sm text-ink-2">{t("with.none")}</p>
          {side === "student" && (
            <Button asChild variant="soft" size="sm" className="mt-3">
              <Link to={`/mentors/${person}#book`}>
                <CalendarPlus size={18} strokeWidth={1.75} aria-hidden />
                {t("with.book")}
              </Link>
            </Button>
          )}
        </>
      ) : (
        <ul className="mt-1 divide-y divide-line">
          {ahead.slice(0, 3).map((booking) => (
            <li key={booking.id} className="relative py-2.5">
              <Link
                to={`/sessions/${booking.id}`}
                className="text-sm font-medium after:absolute after:inset-0 hover:underline"
              >
                {booking.service_title}
              </Link>
              <p className="tabular text-sm text-ink-2">
                <time dateTime={booking.start}>{formatYourTime(booking.start, zone, hours)}</time>
              </p>
              <p className="mt-1 flex items-center gap-2 text-sm text-ink-3">
                {booking.state !== "confirmed" && <StateBadge state={booking.state} />}
                {formatRelative(booking.start, now)}
              </p>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
