import { Trash2 } from "lucide-react";
import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import { formatTime, type Hours } from "@/lib/format";
import { usePreference } from "@/lib/preferences";
import { IconButton } from "@/ui/button";
import { FieldError } from "@/ui/field";
import { Select } from "@/ui/select";
import { moveStart, type Stretch, toMinutes, toTime } from "../model/editor";

const step = 15;
const grid = Array.from({ length: (24 * 60) / step + 1 }, (_, index) => toTime(index * step));

type Props<T extends Stretch> = {
  row: T;
  /** Names the row to screen readers: "Monday". */
  name: string;
  error?: string;
  invalid?: "start" | "end" | null;
  /** In front of the two times: the date of a special day. */
  children?: ReactNode;
  /** A day off has no times. */
  closed?: boolean;
  onChange: (row: T) => void;
  onRemove: () => void;
};

/** From, to and a way to take the row away. 24:00 is the midnight that ends the day. */
export function TimeRange<T extends Stretch>(props: Props<T>) {
  const { row, name, error, invalid, children, closed, onChange, onRemove } = props;
  const { t } = useTranslation("availability");
  const errorId = useId();
  const wiring = (part: "start" | "end") => ({
    "aria-invalid": invalid === part || undefined,
    "aria-describedby": error ? errorId : undefined,
  });
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex flex-wrap items-center gap-2">
        {children}
        {!closed && (
          <span className="flex items-center gap-2">
            <Times
              label={t("label.from", { row: name })}
              value={row.start}
              times={grid.slice(0, -1)}
              onChange={(start) => onChange(moveStart(row, start))}
              {...wiring("start")}
            />
            <span aria-hidden className="text-ink-3">
              –
            </span>
            <Times
              label={t("label.to", { row: name })}
              value={row.end}
              times={grid.filter((time) => time > row.start)}
              onChange={(end) => onChange({ ...row, end })}
              {...wiring("end")}
            />
          </span>
        )}
        <IconButton label={t("label.remove", { row: name })} onClick={onRemove}>
          <Trash2 size={18} strokeWidth={1.75} aria-hidden />
        </IconButton>
      </div>
      {error && <FieldError id={errorId}>{error}</FieldError>}
    </div>
  );
}

type TimesProps = {
  label: string;
  value: string;
  times: string[];
  onChange: (time: string) => void;
  "aria-invalid"?: boolean;
  "aria-describedby"?: string;
};

function Times({ label, value, times, onChange, ...rest }: TimesProps) {
  const { t } = useTranslation("availability");
  const [hours] = usePreference("hours");
  const shown = times.includes(value) ? times : [...times, value].sort();
  return (
    <Select
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      className="tabular w-31"
      {...rest}
    >
      {shown.map((time) => (
        <option key={time} value={time}>
          {time === "24:00" && hours === "12" ? t("label.midnight") : wallClock(time, hours)}
        </option>
      ))}
    </Select>
  );
}

/** A time of day without a date. */
function wallClock(time: string, hours: Hours) {
  if (time === "24:00") return time;
  return formatTime(new Date(Date.UTC(2024, 0, 1, 0, toMinutes(time))), "UTC", hours);
}
