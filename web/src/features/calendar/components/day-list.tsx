import { CalendarDays } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { formatLongDay, formatTime } from "@/lib/format";
import { usePreference } from "@/lib/preferences";
import { useNow } from "@/lib/use-now";
import { Badge, type Tone } from "@/ui/bits";
import { EmptyState } from "@/ui/states";
import { type Day, endOf, noonOf } from "../model/days";

const tones: Record<"completed" | "missed" | "open", Tone> = {
  completed: "success",
  missed: "danger",
  open: "neutral",
};

const isEmpty = (day: Day) => day.sessions.length + day.busy.length + day.away.length === 0;

/** The days on which there is something, one below the other: for phones, and for screen readers the quickest. */
export function DayList({ days, today, zone }: { days: Day[]; today: string; zone: string }) {
  const { t } = useTranslation("calendar");
  const shown = days.filter((day) => !isEmpty(day));
  if (shown.length === 0) {
    return (
      <EmptyState icon={<CalendarDays strokeWidth={1.75} />} title={t("empty")}>
        {t("emptyBody")}
      </EmptyState>
    );
  }
  return (
    <ol className="flex flex-col gap-6">
      {shown.map((day) => (
        <li key={day.date}>
          <OneDay day={day} isToday={day.date === today} zone={zone} />
        </li>
      ))}
    </ol>
  );
}

function OneDay({ day, isToday, zone }: { day: Day; isToday: boolean; zone: string }) {
  const { t } = useTranslation("calendar");
  const [hours] = usePreference("hours");
  const now = useNow(60_000);
  const time = (at: string) => formatTime(at, zone, hours);
  const label = formatLongDay(noonOf(day.date), "UTC");
  const rows = [
    ...day.sessions.map(({ item }) => {
      const end = endOf(item, now);
      return {
        key: `session ${item.id}`,
        at: item.start,
        content: (
          <div className="flex items-center justify-between gap-3">
            <Link to={`/sessions/${item.id}`} className="font-medium hover:underline">
              {t("session", {
                from: time(item.start),
                to: time(item.end),
                title: item.service_title,
                name: item.student.name,
              })}
            </Link>
            {end && <Badge tone={tones[end]}>{t(`state.${end}`)}</Badge>}
          </div>
        ),
      };
    }),
    ...day.busy.map(({ item }) => ({
      key: `busy ${item.start}`,
      at: item.start,
      content: (
        <span className="text-ink-2">{t("busyAt", { from: time(item.start), to: time(item.end) })}</span>
      ),
    })),
  ].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return (
    <>
      <h3 className="text-base">{isToday ? t("isToday", { day: label }) : label}</h3>
      {day.hours !== null && <p className="text-sm text-ink-3">{t("changes", { hours: day.hours })}</p>}
      {day.away.map(({ note }) => (
        <p key={note} className="mt-1 text-sm font-medium break-words text-accent-ink">
          {note ? t("awayNote", { note }) : t("away")}
        </p>
      ))}
      <ul className="tabular mt-2 divide-y divide-line border-y border-line text-sm empty:hidden">
        {rows.map((row) => (
          <li key={row.key} className="py-3">
            {row.content}
          </li>
        ))}
      </ul>
    </>
  );
}
