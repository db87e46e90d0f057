import { ChevronLeft, ChevronRight } from "lucide-react";
import { useTranslation } from "react-i18next";
import { formatLongDay, formatMonth } from "@/lib/format";
import { addMonths, monthOf, noonOf } from "@/lib/month";
import { IconButton } from "@/ui/button";
import { DayGrid } from "@/ui/day-grid";

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

/** One month; days with free times are marked. */
export function MonthGrid({ month, chosen, free, today, last, onMonth, onChoose }: Props) {
  const { t } = useTranslation("booking");
  const nameOf = (date: string) => {
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
      <DayGrid
        className="mt-1"
        label={t("grid.label")}
        month={month}
        today={today}
        chosen={chosen}
        first={today}
        last={last}
        home={free?.keys().next().value ?? (month === monthOf(today) ? today : `${month}-01`)}
        marked={(date) => Boolean(free?.get(date))}
        nameOf={nameOf}
        waiting={free === null}
        onMonth={onMonth}
        onChoose={onChoose}
      />
    </div>
  );
}
