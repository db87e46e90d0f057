import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { dateKey } from "@/lib/format";
import { addDays, lastDayOf, monthOf } from "@/lib/month";
import { ErrorState } from "@/ui/states";
import type { Range, TimesQuery } from "../api/queries";
import { AwayNote } from "./away-note";
import { DayTimes } from "./day-times";
import { MonthGrid } from "./month-grid";
import { NothingFree } from "./nothing-free";

/** The farthest a mentor can open their calendar (availability: farthest horizon). */
const farthestDays = 365;

type Props = {
  /** Of the mentor, for when there is nothing. */
  name: string;
  /** Where to begin. */
  nextFreeAt: string | null;
  zone: string;
  /** Which times there are. */
  query: (range: Range) => TimesQuery;
  onChoose: (start: string) => void;
};

/** A month of days and the times of one of them. */
export function ChooseTime({ name, nextFreeAt, zone, query, onChoose }: Props) {
  const today = dateKey(new Date(), zone);
  const last = addDays(today, farthestDays);
  const [month, setMonth] = useState(() => monthOf(nextFreeAt ? dateKey(nextFreeAt, zone) : today));
  const [picked, setPicked] = useState<string | null>(null);
  const focusTitle = useRef(false);

  const from = month === monthOf(today) ? today : `${month}-01`;
  const found = useQuery(query({ from, to: lastDayOf(month), zone }));
  const days = found.data?.days ?? [];
  const free = found.data ? new Map(days.map((day) => [day.date, day.times.length])) : null;
  const date = picked && monthOf(picked) === month ? picked : (days[0]?.date ?? null);
  const times = days.find((day) => day.date === date)?.times ?? [];

  const choose = (next: string) => {
    focusTitle.current = true;
    setMonth(monthOf(next));
    setPicked(next);
  };
  const titleRef = (title: HTMLElement | null) => {
    if (!title || !focusTitle.current) return;
    focusTitle.current = false;
    title.focus();
  };

  return (
    <>
      <MonthGrid
        month={month}
        chosen={date}
        free={free}
        today={today}
        last={last}
        onMonth={setMonth}
        onChoose={choose}
      />
      {found.data?.away && <AwayNote away={found.data.away} name={name} zone={found.data.mentor_zone} />}
      <div aria-live="polite" aria-busy={found.isPending} className="min-h-40">
        {found.isError && !found.data ? (
          <ErrorState
            error={found.error}
            onRetry={() => found.refetch()}
            busy={found.isFetching}
            className="py-4"
          />
        ) : date && times.length > 0 ? (
          <DayTimes
            key={date}
            date={date}
            times={times}
            zone={zone}
            titleRef={titleRef}
            onChoose={onChoose}
          />
        ) : found.data ? (
          <NothingFree
            key={date}
            date={date}
            month={month}
            free={free ?? new Map()}
            nextFreeAt={found.data.next_free_at}
            name={name}
            zone={zone}
            titleRef={titleRef}
            onChoose={choose}
          />
        ) : null}
      </div>
    </>
  );
}
