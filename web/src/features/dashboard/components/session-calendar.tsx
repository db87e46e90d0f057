import { useQuery } from "@tanstack/react-query";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Booking } from "@/api/contract.gen";
import { dateKey, formatDay, formatLongDay, formatMonth, formatTime } from "@/lib/format";
import { addMonths, monthOf, noonOf } from "@/lib/month";
import { usePreference, useViewerZone } from "@/lib/preferences";
import { useNow } from "@/lib/use-now";
import { Skeleton } from "@/ui/bits";
import { Button, IconButton } from "@/ui/button";
import { ErrorState } from "@/ui/states";
import { byDay } from "../model/calendar";
import { calendarQuery } from "../queries";
import { CalendarGrid } from "./calendar-grid";

/** A month of sessions: a grid with the list beside it, on a phone the list alone. */
export function SessionCalendar() {
  const { t } = useTranslation("dashboard");
  const [zone] = useViewerZone();
  const today = dateKey(useNow(60_000), zone);
  const [month, setMonth] = useState(monthOf(today));
  const [day, setDay] = useState<string | null>(null);
  const sessions = useQuery(calendarQuery(month));
  const days = byDay(sessions.data?.items ?? [], month, zone);
  const go = (to: string) => {
    setMonth(to);
    setDay(null);
  };
  return (
    <section aria-labelledby="calendar">
      <div className="mb-3 flex flex-wrap items-center justify-between gap-2">
        <h2 id="calendar" className="text-xl">
          {t("calendar.title")}
        </h2>
        <div className="flex items-center gap-1">
          <IconButton label={t("calendar.before")} onClick={() => go(addMonths(month, -1))}>
            <ChevronLeft size={20} strokeWidth={1.75} aria-hidden />
          </IconButton>
          <p aria-live="polite" className="w-36 text-center font-display font-semibold">
            {formatMonth(noonOf(`${month}-01`), "UTC")}
          </p>
          <IconButton label={t("calendar.after")} onClick={() => go(addMonths(month, 1))}>
            <ChevronRight size={20} strokeWidth={1.75} aria-hidden />
          </IconButton>
        </div>
      </div>
      {sessions.isPending ? (
        <Skeleton className="h-72 rounded-lg" />
      ) : !sessions.data ? (
        <ErrorState error={sessions.error} onRetry={() => sessions.refetch()} busy={sessions.isFetching} />
      ) : (
        <div className="grid grid-cols-1 gap-6 sm:grid-cols-2">
          <div className="hidden sm:block">
            <CalendarGrid
              month={month}
              today={today}
              chosen={day}
              days={days}
              onMonth={go}
              onChoose={(date) => setDay(date === day ? null : date)}
            />
          </div>
          {sessions.isPlaceholderData ? (
            <Skeleton className="h-28 rounded-lg" />
          ) : (
            <DayList days={days} day={day} onAll={() => setDay(null)} />
          )}
        </div>
      )}
    </section>
  );
}

type ListProps = { days: Map<string, Booking[]>; day: string | null; onAll: () => void };

/** The sessions of the chosen day, or of the whole month. */
function DayList({ days, day, onAll }: ListProps) {
  const { t } = useTranslation("dashboard");
  const [zone] = useViewerZone();
  const [hours] = usePreference("hours");
  const shown = day ? (days.get(day) ?? []) : [...days.values()].flat();
  return (
    <div className="min-w-0">
      {day && (
        <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
          <p className="font-medium">{formatLongDay(noonOf(day), "UTC")}</p>
          <Button variant="ghost" size="sm" onClick={onAll}>
            {t("calendar.whole")}
          </Button>
        </div>
      )}
      {shown.length === 0 ? (
        <p className="text-ink-2">{t(day ? "calendar.emptyDay" : "calendar.emptyMonth")}</p>
      ) : (
        <ul aria-label={t("calendar.title")} className="divide-y divide-line border-y border-line">
          {shown.map((booking) => (
            <li key={booking.id}>
              <Link
                to={`/sessions/${booking.id}`}
                className="flex min-h-14 items-center gap-4 py-2 text-sm hover:bg-hover"
              >
                <time dateTime={booking.start} className="tabular w-24 shrink-0">
                  <span className="block text-ink-2">{formatDay(booking.start, zone)}</span>
                  <span className="block font-medium">{formatTime(booking.start, zone, hours)}</span>
                </time>
                <span className="min-w-0">
                  <span className="block truncate font-medium">{booking.service_title}</span>
                  <span className="block truncate text-ink-2">
                    {t("with", { name: booking.mentor.name })}
                  </span>
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
