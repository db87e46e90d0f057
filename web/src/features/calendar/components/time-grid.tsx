import { Check, CircleDashed, X } from "lucide-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Booking } from "@/api/contract.gen";
import { formatDay, formatLongDay, formatTime } from "@/lib/format";
import { usePreference } from "@/lib/preferences";
import { useNow } from "@/lib/use-now";
import { cn } from "@/ui/cn";
import { type Day, dayMinutes, endOf, firstMinute, noonOf, type Placed, placed } from "../model/days";

const hourHeight = 48;
const dayWidth = 112; // at least, as min-w-28
const y = (minutes: number) => `${(minutes / 60) * hourHeight}px`;
const hoursOfDay = Array.from({ length: 24 }, (_, hour) => hour);
const hourAt = (hour: number) => new Date(Date.UTC(2024, 0, 1, hour));

type Props = { days: Day[]; today: string; zone: string };

/** Days side by side, hours from top to bottom. Sessions are links, in the order of time. */
export function TimeGrid({ days, today, zone }: Props) {
  const { t } = useTranslation("calendar");
  const [hours] = usePreference("hours");
  const scroller = useRef<HTMLElement>(null);
  const opens = useRef(firstMinute(days));
  const leads = useRef(
    Math.max(
      0,
      days.findIndex(({ date }) => date === today),
    ),
  );
  useEffect(() => {
    // A phone shows two days of a week: today's first. The hour's own label stays whole.
    const top = Math.max(0, (opens.current / 60) * hourHeight - 12);
    scroller.current?.scrollTo({ top, left: leads.current * dayWidth });
  }, []);
  const first = days[0]?.date ?? today;
  const last = days.at(-1)?.date ?? today;
  return (
    <section
      ref={scroller}
      aria-label={t("grid", {
        from: formatDay(noonOf(first), "UTC"),
        to: formatDay(noonOf(last), "UTC"),
      })}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
      tabIndex={0}
      className="max-h-[70vh] overflow-auto rounded-lg border border-line bg-surface"
    >
      <div className="flex" style={{ minWidth: `${56 + days.length * dayWidth}px` }}>
        <div aria-hidden className="sticky left-0 z-20 w-14 shrink-0 border-r border-line bg-surface">
          <div className="sticky top-0 z-10 h-14 border-b border-line bg-surface" />
          <div className="relative" style={{ height: y(dayMinutes) }}>
            {hoursOfDay.slice(1).map((hour) => (
              <span
                key={hour}
                className="tabular absolute right-2 -translate-y-1/2 text-xs text-ink-3"
                style={{ top: y(hour * 60) }}
              >
                {formatTime(hourAt(hour), "UTC", hours)}
              </span>
            ))}
          </div>
        </div>
        {days.map((day) => (
          <Column key={day.date} day={day} today={today} zone={zone} />
        ))}
      </div>
    </section>
  );
}

function Column({ day, today, zone }: { day: Day; today: string; zone: string }) {
  const { t } = useTranslation("calendar");
  const [hours] = usePreference("hours");
  const isToday = day.date === today;
  const label = formatLongDay(noonOf(day.date), "UTC");
  const time = (at: string) => formatTime(at, zone, hours);
  return (
    <section
      aria-label={isToday ? t("isToday", { day: label }) : label}
      className="min-w-28 flex-1 border-l border-line first:border-l-0"
    >
      <div className="sticky top-0 z-10 flex h-14 flex-col justify-center border-b border-line bg-surface px-2">
        <p aria-hidden className={cn("tabular text-sm font-medium", isToday && "text-primary-ink")}>
          {formatDay(noonOf(day.date), "UTC")}
        </p>
        {day.hours !== null && (
          <p className="truncate text-xs text-ink-3">{t("changes", { hours: day.hours })}</p>
        )}
        {day.away.map(({ note }) => (
          <p key={note} className="truncate text-xs font-medium text-accent-ink">
            {note ? t("awayNote", { note }) : t("away")}
          </p>
        ))}
      </div>
      <div
        className={cn("relative", day.away.length > 0 && "bg-accent-soft")}
        style={{ height: y(dayMinutes) }}
      >
        {hoursOfDay.slice(1).map((hour) => (
          <span
            key={hour}
            aria-hidden
            className="absolute inset-x-0 border-t border-line"
            style={{ top: y(hour * 60) }}
          />
        ))}
        {day.busy.map(({ item, top, height }) => (
          <div
            key={item.start}
            className="absolute inset-x-1 overflow-hidden rounded-md bg-sunken px-2 text-xs text-ink-2"
            style={{ top: y(top), height: y(height) }}
          >
            <span className="sr-only">{t("busyAt", { from: time(item.start), to: time(item.end) })}</span>
            <span aria-hidden>{t("busy")}</span>
          </div>
        ))}
        {day.sessions.map((session) => (
          <Session key={session.item.id} session={session} time={time} />
        ))}
        {isToday && <NowLine date={day.date} zone={zone} />}
      </div>
    </section>
  );
}

const marks = {
  completed: { Icon: Check, tone: "text-success-ink" },
  missed: { Icon: X, tone: "text-danger-ink" },
  open: { Icon: CircleDashed, tone: "text-ink-3" },
};

function Session({ session, time }: { session: Placed<Booking>; time: (at: string) => string }) {
  const { t } = useTranslation("calendar");
  const { item, top, height } = session;
  const end = endOf(item, useNow(60_000));
  const mark = end && marks[end];
  const name = item.student.name;
  return (
    <Link
      to={`/sessions/${item.id}`}
      className={cn(
        "absolute inset-x-1 z-1 overflow-hidden rounded-md border px-2 py-0.5 text-xs leading-5",
        end
          ? "border-line bg-surface text-ink-2"
          : "border-primary bg-primary-soft font-medium text-primary-ink hover:border-primary-hover",
      )}
      style={{ top: y(top), height: `max(${y(height)}, 24px)` }}
    >
      <span className="flex items-center gap-1">
        {/* A short session has room for one line: the mark is on it. */}
        {mark && <mark.Icon size={14} strokeWidth={2} aria-hidden className={cn("shrink-0", mark.tone)} />}
        <span className="truncate">{t("short", { time: time(item.start), name })}</span>
      </span>
      <span className="block truncate font-normal">{item.service_title}</span>
      {end && mark && <span className={cn("block truncate", mark.tone)}>{t(`state.${end}`)}</span>}
      <span className="sr-only">, {t("until", { time: time(item.end) })}</span>
    </Link>
  );
}

function NowLine({ date, zone }: { date: string; zone: string }) {
  const now = useNow(60_000);
  const start = now.toISOString();
  const end = new Date(now.getTime() + 60_000).toISOString();
  const [at] = placed([{ start, end }], date, zone);
  if (!at) return null;
  return (
    <span
      aria-hidden
      className="pointer-events-none absolute inset-x-0 z-2 border-t-2 border-danger"
      style={{ top: y(at.top) }}
    />
  );
}
