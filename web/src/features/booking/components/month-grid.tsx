import { ChevronLeft, ChevronRight } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { formatLongDay, formatMonth, formatWeekday } from "@/lib/format";
import { addMonths, monthOf, moveDay, noonOf, weeksOf } from "@/lib/month";
import { IconButton } from "@/ui/button";
import { cn } from "@/ui/cn";

type Props = {
  month: string;
  chosen: string | null;
  /** Number of free times by date; null while it is not known yet. */
  free: Map<string, number> | null;
  today: string;
  last: string;
  onMonth: (month: string) => void;
  onChoose: (date: string) => void;
};

/**
 * One month. Days with free times are marked; all others can be visited too, so that the keyboard never jumps.
 * One stop for Tab, arrows within, Home/End for the week, PageUp/PageDown for the month.
 */
export function MonthGrid({ month, chosen, free, today, last, onMonth, onChoose }: Props) {
  const { t } = useTranslation("booking");
  const [visited, setVisited] = useState<string | null>(null);
  const takeFocus = useRef(false);
  const table = useRef<HTMLTableElement>(null);

  const active =
    [visited, chosen].find((date) => date && monthOf(date) === month) ??
    free?.keys().next().value ??
    (month === monthOf(today) ? today : `${month}-01`);

  useEffect(() => {
    if (!takeFocus.current) return;
    takeFocus.current = false;
    table.current?.querySelector<HTMLElement>(`[data-date="${active}"]`)?.focus();
  }, [active]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const to = moveDay(active, event.key, today, last);
    if (to === null) return;
    event.preventDefault();
    if (to === active) return;
    takeFocus.current = true;
    setVisited(to);
    if (monthOf(to) !== month) onMonth(monthOf(to));
  };

  const label = (date: string) => {
    const day = formatLongDay(noonOf(date), "UTC");
    if (free === null || date < today || date > last) return day;
    return t("grid.day", { date: day, count: free.get(date) ?? 0 });
  };

  return (
    <div>
      <div className="flex items-center justify-between">
        <IconButton
          label={t("grid.before")}
          className="-ml-2.5"
          disabled={month <= monthOf(today)}
          onClick={() => onMonth(addMonths(month, -1))}
        >
          <ChevronLeft size={20} strokeWidth={1.75} aria-hidden />
        </IconButton>
        <p aria-live="polite" className="font-display font-semibold">
          {formatMonth(noonOf(`${month}-01`), "UTC")}
        </p>
        <IconButton
          label={t("grid.after")}
          className="-mr-2.5"
          disabled={month >= monthOf(last)}
          onClick={() => onMonth(addMonths(month, 1))}
        >
          <ChevronRight size={20} strokeWidth={1.75} aria-hidden />
        </IconButton>
      </div>
      <table ref={table} aria-label={t("grid.label")} className="mt-1 w-full table-fixed border-collapse">
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
              {week.map((date, column) =>
                date === null ? (
                  // biome-ignore lint/suspicious/noArrayIndexKey: the weekday is the identity of an empty cell
                  <td key={column} />
                ) : (
                  <td key={date} className="p-0.5">
                    <button
                      type="button"
                      data-date={date}
                      tabIndex={date === active ? 0 : -1}
                      aria-label={label(date)}
                      aria-pressed={date === chosen}
                      aria-current={date === today ? "date" : undefined}
                      aria-disabled={date < today || date > last || undefined}
                      onKeyDown={onKeyDown}
                      onFocus={() => setVisited(date)}
                      onClick={() => date >= today && date <= last && onChoose(date)}
                      className={cn(
                        "tabular relative grid h-11 w-full place-items-center rounded-md text-sm transition-colors",
                        free?.get(date)
                          ? "bg-primary-soft font-semibold text-primary-ink hover:bg-primary-soft/70"
                          : "text-ink-3 hover:bg-hover",
                        free === null && "animate-breathe",
                        date === today && "underline underline-offset-4",
                        date === chosen && "bg-primary text-on-primary hover:bg-primary-hover",
                      )}
                    >
                      {Number(date.slice(8))}
                    </button>
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
