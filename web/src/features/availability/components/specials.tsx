import { Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { limits } from "@/api/contract.gen";
import { dateKey, formatLongDay } from "@/lib/format";
import { Button } from "@/ui/button";
import { FieldError, Input } from "@/ui/field";
import { Select } from "@/ui/select";
import { toast } from "@/ui/toast";
import { newSpecial, putBack, type Special, without } from "../model/editor";
import { type Messages, messageOf } from "../model/messages";
import { TimeRange } from "./time-range";

type Props = {
  specials: Special[];
  zone: string;
  messages: Messages;
  onChange: (change: (specials: Special[]) => Special[], touched?: number) => void;
};

const addId = "add-special";

/** Dates that differ from the week: off, or open at other hours. */
export function Specials({ specials, zone, messages, onChange }: Props) {
  const { t } = useTranslation("availability");
  const today = dateKey(new Date(), zone);

  const remove = (row: Special, at: number) => {
    onChange((rows) => without(rows, row.id), row.id);
    document.getElementById(addId)?.focus();
    toast(t("removed"), { label: t("undo"), run: () => onChange((rows) => putBack(rows, row, at)) });
  };

  return (
    <div className="flex flex-col gap-4">
      {messages.overrides && <FieldError>{messages.overrides}</FieldError>}
      {specials.length === 0 ? (
        <p className="text-ink-3">{t("specials.empty")}</p>
      ) : (
        <ul className="divide-y divide-line border-y border-line">
          {specials.map((row, at) => {
            const name = specialName(row, t("specials.entry", { number: at + 1 }));
            const { badDate, ...message } = messageOf(messages, row.id);
            const set = (changed: Special) =>
              onChange((rows) => rows.map((one) => (one.id === row.id ? changed : one)), row.id);
            return (
              <li key={row.id} className="py-3">
                <TimeRange
                  row={row}
                  name={name}
                  closed={row.off}
                  {...message}
                  onChange={set}
                  onRemove={() => remove(row, at)}
                >
                  <Input
                    type="date"
                    aria-label={t("label.part", { row: name, part: t("specials.date") })}
                    aria-invalid={badDate || undefined}
                    value={row.date}
                    min={today}
                    onChange={(event) => set({ ...row, date: event.target.value })}
                    className="tabular w-42"
                  />
                  <Select
                    aria-label={t("label.part", { row: name, part: t("specials.kind") })}
                    value={row.off ? "off" : "open"}
                    onChange={(event) => set({ ...row, off: event.target.value === "off" })}
                    className="w-31"
                  >
                    <option value="off">{t("specials.off")}</option>
                    <option value="open">{t("specials.open")}</option>
                  </Select>
                </TimeRange>
              </li>
            );
          })}
        </ul>
      )}
      <Button
        id={addId}
        variant="secondary"
        className="self-start"
        disabled={specials.length >= limits.SetAvailability.overrides.items}
        onClick={() => {
          const row = newSpecial();
          onChange((rows) => [...rows, row]);
        }}
      >
        <Plus size={18} strokeWidth={1.75} aria-hidden />
        {t("specials.add")}
      </Button>
    </div>
  );
}

/** "Friday 1 January 2027", or the entry's number while it has no date. */
const specialName = (row: Special, fallback: string) =>
  row.date ? formatLongDay(`${row.date}T00:00:00Z`, "UTC") : fallback;
