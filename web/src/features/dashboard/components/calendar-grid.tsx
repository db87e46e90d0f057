import { useTranslation } from "react-i18next";
import { formatLongDay } from "@/lib/format";
import { monthOf, noonOf } from "@/lib/month";
import { DayGrid } from "@/ui/day-grid";

type Props = {
  month: string;
  today: string;
  chosen: string | null;
  days: Map<string, unknown[]>;
  onMonth: (month: string) => void;
  onChoose: (date: string) => void;
};

/** Days with sessions are marked, and all can be chosen. */
export function CalendarGrid({ month, today, chosen, days, onMonth, onChoose }: Props) {
  const { t } = useTranslation("dashboard");
  const countOf = (date: string) => days.get(date)?.length ?? 0;
  return (
    <DayGrid
      label={t("calendar.grid")}
      month={month}
      today={today}
      chosen={chosen}
      first="2000-01-01"
      last="2099-12-31"
      home={monthOf(today) === month ? today : (days.keys().next().value ?? `${month}-01`)}
      marked={(date) => countOf(date) > 0}
      nameOf={(date) => t("calendar.day", { date: formatLongDay(noonOf(date), "UTC"), count: countOf(date) })}
      onMonth={onMonth}
      onChoose={onChoose}
    />
  );
}
