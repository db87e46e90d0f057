import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ChevronLeft, ChevronRight } from "lucide-react";
import type { KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { dateKey, formatDay, formatLongDay } from "@/lib/format";
import { useViewerZone } from "@/lib/preferences";
import { zoneCity } from "@/lib/zones";
import { Skeleton } from "@/ui/bits";
import { Button, IconButton } from "@/ui/button";
import { Page, PageHeader } from "@/ui/page";
import { ErrorState, Notice } from "@/ui/states";
import { Tabs } from "@/ui/tabs";
import { DayList } from "./components/day-list";
import { TimeGrid } from "./components/time-grid";
import { addDays, daysOf, noonOf, spanOf, type View, views } from "./model/days";
import { calendarQuery } from "./queries";

const isDate = (text: string | null): text is string =>
  text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));

/** A week does not fit on a phone. */
const usualView = (): View => (window.matchMedia("(min-width: 768px)").matches ? "week" : "list");

/** A mentor's sessions, vacations and busy times. View and date stand in the address. */
export default function CalendarPage() {
  const { t } = useTranslation("calendar");
  const [zone] = useViewerZone();
  const [address, setAddress] = useSearchParams();
  const today = dateKey(new Date(), zone);
  const view = views.find((one) => one === address.get("view")) ?? usualView();
  const asked = address.get("date");
  const date = isDate(asked) ? asked : today;

  const go = (next: { view?: View; date?: string }) =>
    setAddress({ view, date, ...next }, { replace: true, preventScrollReset: true });
  const { step } = spanOf(view, date);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "PageUp") go({ date: addDays(date, -step) });
    else if (event.key === "PageDown") go({ date: addDays(date, step) });
    else return;
    event.preventDefault();
  };

  return (
    <Page>
      <PageHeader
        title={t("title")}
        lead={t("lead", { city: zoneCity(zone) })}
        action={
          <Button asChild variant="secondary">
            <Link to="/mentor/availability">{t("hours")}</Link>
          </Button>
        }
      />
      <div className="mb-4 flex flex-wrap items-center gap-2">
        <IconButton label={t("before")} onClick={() => go({ date: addDays(date, -step) })}>
          <ChevronLeft size={20} strokeWidth={1.75} aria-hidden />
        </IconButton>
        <IconButton label={t("after")} onClick={() => go({ date: addDays(date, step) })}>
          <ChevronRight size={20} strokeWidth={1.75} aria-hidden />
        </IconButton>
        <Button size="sm" variant="secondary" disabled={date === today} onClick={() => go({ date: today })}>
          {t("today")}
        </Button>
        <Heading view={view} date={date} />
      </div>
      <Tabs
        label={t("view.label")}
        value={view}
        onChange={(next) => go({ view: next as View })}
        tabs={views.map((value) => ({
          value,
          label: t(`view.${value}`),
          content: (
            // biome-ignore lint/a11y/noStaticElementInteractions: keys for what the buttons above do as well
            <div onKeyDown={onKeyDown}>
              <Days view={value} date={date} zone={zone} today={today} />
            </div>
          ),
        }))}
      />
    </Page>
  );
}

function Heading({ view, date }: { view: View; date: string }) {
  const { t } = useTranslation("calendar");
  const { from, to } = spanOf(view, date);
  return (
    <h2 aria-live="polite" className="tabular ml-1 text-lg">
      {view === "day"
        ? formatLongDay(noonOf(date), "UTC")
        : t("range", { from: formatDay(noonOf(from), "UTC"), to: formatDay(noonOf(to), "UTC") })}
    </h2>
  );
}

type DaysProps = { view: View; date: string; zone: string; today: string };

function Days({ view, date, zone, today }: DaysProps) {
  const { t } = useTranslation("calendar");
  const { from, to } = spanOf(view, date);
  const calendar = useQuery({ ...calendarQuery(from, to, zone), placeholderData: keepPreviousData });
  if (calendar.isPending) return <Skeleton className={view === "list" ? "h-60" : "h-[70vh]"} />;
  if (!calendar.data)
    return (
      <ErrorState error={calendar.error} onRetry={() => calendar.refetch()} busy={calendar.isFetching} />
    );
  const days = daysOf(calendar.data, from, to, zone);
  return (
    <div aria-busy={calendar.isPlaceholderData} className="flex flex-col gap-4">
      {!calendar.data.complete && <Notice tone="warning">{t("incomplete")}</Notice>}
      {view === "list" ? (
        <DayList days={days} today={today} zone={zone} />
      ) : (
        <TimeGrid key={`${view} ${from}`} days={days} today={today} zone={zone} />
      )}
    </div>
  );
}
