import { useTranslation } from "react-i18next";
import { formatMinutes } from "@/lib/format";
import { Field } from "@/ui/field";
import { Select } from "@/ui/select";
import { type Rules, withValue } from "../model/editor";
import type { Messages } from "../model/messages";

const buffers = [0, 5, 10, 15, 30, 45, 60, 90, 120];
const choices: Record<keyof Rules, number[]> = {
  buffer_before: buffers,
  buffer_after: buffers,
  minimum_notice: [0, 60, 120, 240, 720, 1440, 2880, 10_080],
  horizon_days: [7, 14, 30, 60, 90, 180, 365],
  daily_cap: Array.from({ length: 25 }, (_, cap) => cap),
  start_every: [10, 15, 20, 30, 60],
};
const names = Object.keys(choices) as (keyof Rules)[];

type Props = { rules: Rules; messages: Messages; onChange: (name: keyof Rules, value: number) => void };

export function BookingRules({ rules, messages, onChange }: Props) {
  const { t } = useTranslation("availability");
  const text = (name: keyof Rules, value: number) => {
    if (name === "daily_cap") return value === 0 ? t("rules.noCap") : t("rules.atMost", { count: value });
    if (name === "horizon_days") return t("rules.days", { count: value });
    if (value === 0) return t("rules.none");
    return value % 1440 === 0 ? t("rules.days", { count: value / 1440 }) : formatMinutes(value);
  };
  return (
    <div className="grid grid-cols-1 gap-5 sm:grid-cols-2">
      {names.map((name) => (
        <Field
          key={name}
          label={t(`rules.${name}`)}
          help={name === "minimum_notice" && t("rules.minimum_noticeHelp")}
          error={messages[name]}
        >
          <Select value={rules[name]} onChange={(event) => onChange(name, Number(event.target.value))}>
            {withValue(choices[name], rules[name]).map((value) => (
              <option key={value} value={value}>
                {text(name, value)}
              </option>
            ))}
          </Select>
        </Field>
      ))}
    </div>
  );
}
