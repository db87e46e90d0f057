import { clsx } from "clsx";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { formatWeekday } from "@/lib/format";
import { monthOf, moveDay, weeksOf } from "@/lib/month";
import { cn } from "@/ui/cn";

type Props = {
  label: string;
  month: string;
  today: string;
  chosen: string | null;
  /** The dates that can be chosen, both included. All others can be visited too, so that the keyboard never jumps. */
  first: string;
  last: string;
  /** Where Tab stops in a month in which nothing was visited or chosen. */
  home: string;
  marked: (date: string) => boolean;
  nameOf: (date: string) => string;
  /** What is marked is not known yet. */
  waiting?: boolean;
  onMonth: (month: string) => void;
  onChoose: (date: string) => void;
  className?: string;
};

// No two of them set the same: nothing to merge, for each of forty cells.
const looks = {
  chosen: "bg-primary text-on-primary hover:bg-primary-hover",
  marked: "bg-primary-soft text-primary-ink hover:bg-primary-soft/70",
  plain: "text-ink-3 hover:bg-hover",
};

/**
 * The days of a month, some of them marked. One stop for Tab, arrows within, Home and End for the week, PageUp and
 * PageDown for the month.
 */
export function DayGrid({
  label,
  month,
  today,
  chosen,
  first,
  last,
  home,
  marked,
  nameOf,
  waiting = false,
  onMonth,
  onChoose,
  className,
}: Props) {
  const [visited, setVisited] = useState<string | null>(null);
  const takeFocus = useRef(false);
  const table = useRef<HTMLTableElement>(null);
  const active = [visited, chosen].find((date) => date && monthOf(date) === month) ?? home;
  const open = (date: string) => date >= first && date <= last;

  useEffect(() => {
    if (!takeFocus.current) return;
    takeFocus.current = false;
    table.current?.querySelector<HTMLElement>(`[data-date="${active}"]`)?.focus();
  }, [active]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const to = moveDay(active, event.key, first, last);
    if (to === null) return;
    event.preventDefault();
    if (to === active) return;
    takeFocus.current = true;
    setVisited(to);
    if (monthOf(to) !== month) onMonth(monthOf(to));
  };

  return (
    <table ref={table} aria-label={label} className={cn("w-full table-fixed border-collapse", className)}>
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
                    aria-label={nameOf(date)}
                    aria-pressed={date === chosen}
                    aria-current={date === today ? "date" : undefined}
                    aria-disabled={!open(date) || undefined}
                    onKeyDown={onKeyDown}
                    onFocus={() => setVisited(date)}
                    onClick={() => open(date) && onChoose(date)}
                    className={clsx(
                      "tabular grid h-11 w-full place-items-center rounded-md text-sm transition-colors",
                      marked(date) && "font-semibold",
                      date === chosen ? looks.chosen : marked(date) ? looks.marked : looks.plain,
                      waiting && "animate-breathe",
                      date === today && "underline underline-offset-4",
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
  );
}
