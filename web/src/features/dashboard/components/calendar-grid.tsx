import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { formatLongDay, formatWeekday } from "@/lib/format";
import { monthOf, moveDay, noonOf, weeksOf } from "@/lib/month";
import { cn } from "@/ui/cn";

type Props = {
  month: string;
  today: string;
  chosen: string | null;
  days: Map<string, unknown[]>;
  onMonth: (month: string) => void;
  onChoose: (date: string) => void;
};

/**
 * Days with sessions are marked, all can be visited. One stop for Tab, arrows within, Home and End for the week,
 * PageUp and PageDown for the month.
 */
export function CalendarGrid({ month, today, chosen, days, onMonth, onChoose }: Props) {
  const { t } = useTranslation("dashboard");
  const [visited, setVisited] = useState<string | null>(null);
  const takeFocus = useRef(false);
  const table = useRef<HTMLTableElement>(null);
  const active =
    [visited, chosen, today].find((date) => date && monthOf(date) === month) ??
    days.keys().next().value ??
    `${month}-01`;

  useEffect(() => {
    if (!takeFocus.current) return;
    takeFocus.current = false;
    table.current?.querySelector<HTMLElement>(`[data-date="${active}"]`)?.focus();
  }, [active]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const to = moveDay(active, event.key, "2000-01-01", "2099-12-31");
    if (to === null) return;
    event.preventDefault();
    if (to === active) return;
    takeFocus.current = true;
    setVisited(to);
    if (monthOf(to) !== month) onMonth(monthOf(to));
  };

  return (
    <table ref={table} aria-label={t("calendar.grid")} className="w-full table-fixed border-collapse">
      <thead>
        <tr>
          {[1, 2, 3, 4, 5, 6, 7].map((weekday) => (
            <th
              key={weekday}
              scope="col"
              abbr={formatWeekday(weekday)}
              className="h-8 text-xs font-medium text-ink-3"
            >
              {formatWeekday(weekday, "short").slice(0, 2)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeksOf(month).map((week) => (
          <tr key={week.find(Boolean)}>
            {week.map((date, column) => {
              // biome-ignore lint/suspicious/noArrayIndexKey: the weekday is the identity of an empty cell
              if (date === null) return <td key={column} />;
              const count = days.get(date)?.length ?? 0;
              return (
                <td key={date} className="p-0.5">
                  <button
                    type="button"
                    data-date={date}
                    tabIndex={date === active ? 0 : -1}
                    aria-label={t("calendar.day", { date: formatLongDay(noonOf(date), "UTC"), count })}
                    aria-pressed={date === chosen}
                    aria-current={date === today ? "date" : undefined}
                    onKeyDown={onKeyDown}
                    onFocus={() => setVisited(date)}
                    onClick={() => onChoose(date)}
                    className={cn(
                      "tabular grid h-11 w-full place-items-center rounded-md text-sm transition-colors",
                      count > 0
                        ? "bg-primary-soft font-semibold text-primary-ink hover:bg-primary-soft/70"
                        : "text-ink-3 hover:bg-hover",
                      date === today && "underline underline-offset-4",
                      date === chosen && "bg-primary text-on-primary hover:bg-primary-hover",
                    )}
                  >
                    {Number(date.slice(8))}
                  </button>
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
