import { Copy, Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { limits } from "@/api/contract.gen";
import { formatWeekday } from "@/lib/format";
import { Button } from "@/ui/button";
import { FieldError } from "@/ui/field";
import { toast } from "@/ui/toast";
import { copyToWorkdays, nextStretch, putBack, type Stretch, without } from "../model/editor";
import { type Messages, messageOf } from "../model/messages";
import { TimeRange } from "./time-range";

type Props = {
  week: Stretch[][];
  messages: Messages;
  /** `touched` are the rows whose messages are answered by the change. */
  onChange: (change: (week: Stretch[][]) => Stretch[][], touched?: number) => void;
};

/** Monday to Sunday. */
export function Week({ week, messages, onChange }: Props) {
  const { t } = useTranslation("availability");
  const full = week.flat().length >= limits.SetAvailability.rules.items;
  return (
    <>
      {messages.rules && <FieldError>{messages.rules}</FieldError>}
      <ul className="divide-y divide-line border-y border-line">
        {week.map((day, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the days of a week do not move
          <li key={index}>
            <Day
              weekday={index + 1}
              day={day}
              full={full}
              messages={messages}
              onDay={(change, touched) =>
                onChange((all) => all.map((one, at) => (at === index ? change(one) : one)), touched)
              }
              onCopy={() => {
                onChange((all) => copyToWorkdays(all, index));
                toast(t("week.copied"), {
                  label: t("undo"),
                  // The day it was copied from may have changed since; the others go back.
                  run: () =>
                    onChange((all) => all.map((one, at) => (at === index ? one : (week[at] ?? one)))),
                });
              }}
            />
          </li>
        ))}
      </ul>
    </>
  );
}

type DayProps = {
  weekday: number;
  day: Stretch[];
  full: boolean;
  messages: Messages;
  onDay: (change: (day: Stretch[]) => Stretch[], touched?: number) => void;
  onCopy: () => void;
};

function Day({ weekday, day, full, messages, onDay, onCopy }: DayProps) {
  const { t } = useTranslation("availability");
  const name = formatWeekday(weekday);
  const next = nextStretch(day);
  const addId = `add-hours-${weekday}`;

  const remove = (row: Stretch, at: number) => {
    onDay((rows) => without(rows, row.id), row.id);
    document.getElementById(addId)?.focus();
    toast(t("removed"), { label: t("undo"), run: () => onDay((rows) => putBack(rows, row, at)) });
  };

  return (
    <div className="grid grid-cols-1 gap-x-6 gap-y-2 py-4 md:grid-cols-[7rem_minmax(0,1fr)]">
      <h3 className="font-sans text-base leading-11 font-semibold tracking-normal max-md:leading-7">
        {name}
      </h3>
      <div className="flex min-w-0 flex-col gap-2">
        {day.length === 0 && <p className="text-ink-3 md:leading-11">{t("week.closed")}</p>}
        {day.map((row, at) => (
          <TimeRange
            key={row.id}
            row={row}
            name={at === 0 ? name : t("label.numbered", { day: name, number: at + 1 })}
            {...messageOf(messages, row.id)}
            onChange={(changed) =>
              onDay((rows) => rows.map((one) => (one.id === row.id ? changed : one)), row.id)
            }
            onRemove={() => remove(row, at)}
          />
        ))}
        <div className="-ml-3 flex flex-wrap items-center">
          <Button
            id={addId}
            variant="ghost"
            size="sm"
            className="h-11"
            aria-label={t("week.addOn", { day: name })}
            disabled={full || !next}
            onClick={() => next && onDay((rows) => [...rows, next])}
          >
            <Plus size={18} strokeWidth={1.75} aria-hidden />
            {t("week.add")}
          </Button>
          {day.length > 0 && (
            <Button
              variant="ghost"
              size="sm"
              className="h-11"
              aria-label={t("week.copyOf", { day: name })}
              onClick={onCopy}
            >
              <Copy size={18} strokeWidth={1.75} aria-hidden />
              {t("week.copy")}
            </Button>
          )}
        </div>
      </div>
    </div>
  );
}
