import { useTranslation } from "react-i18next";
import { formatLongDay, formatTime } from "@/lib/format";
import { noonOf } from "@/lib/month";
import { usePreference } from "@/lib/preferences";
import { buttonStyle } from "@/ui/button";
import { partsOf } from "../model/parts";

type Props = {
  date: string;
  times: string[];
  zone: string;
  titleRef: (title: HTMLElement | null) => void;
  onChoose: (start: string) => void;
};

/** The free times of one day as buttons, in the parts of the day. The title takes the focus when a day is chosen. */
export function DayTimes({ date, times, zone, titleRef, onChoose }: Props) {
  const { t } = useTranslation("booking");
  const [hours] = usePreference("hours");
  return (
    <section aria-labelledby="day-times" className="flex flex-col gap-3">
      <h3 id="day-times" ref={titleRef} tabIndex={-1} className="text-base outline-none">
        {formatLongDay(noonOf(date), "UTC")}
      </h3>
      {partsOf(times, zone).map(([part, starts]) => (
        <fieldset key={part} className="min-w-0">
          <legend className="mb-1.5 text-xs font-medium text-ink-3">{t(`parts.${part}`)}</legend>
          <div className="grid grid-cols-3 gap-2">
            {starts.map((start) => (
              <button
                key={start}
                type="button"
                className={buttonStyle({ variant: "secondary", className: "tabular px-1" })}
                onClick={() => onChoose(start)}
              >
                {formatTime(start, zone, hours)}
              </button>
            ))}
          </div>
        </fieldset>
      ))}
    </section>
  );
}
