import { useTranslation } from "react-i18next";
import { dateKey, formatDay, formatLongDay, formatMonth } from "@/lib/format";
import { nearestDate, noonOf } from "@/lib/month";
import { Button } from "@/ui/button";

type Props = {
  date: string | null;
  month: string;
  free: Map<string, number>;
  nextFreeAt: string | null;
  name: string;
  zone: string;
  titleRef: (title: HTMLElement | null) => void;
  onChoose: (date: string) => void;
};

/** An empty day or month leads on: to the nearest day with times, or says that there are none at all. */
export function NothingFree({ date, month, free, nextFreeAt, name, zone, titleRef, onChoose }: Props) {
  const { t } = useTranslation("booking");
  const near = date ? nearestDate(date, free.keys()) : null;
  const target = near ?? (nextFreeAt ? dateKey(nextFreeAt, zone) : null);
  const title =
    target === null
      ? t("nothing.atAll", { name })
      : date
        ? t("nothing.day", { day: formatLongDay(noonOf(date), "UTC") })
        : t("nothing.month", { month: formatMonth(noonOf(`${month}-01`), "UTC") });
  return (
    <div className="flex flex-col items-start gap-3">
      <h3 ref={titleRef} tabIndex={-1} className="text-base outline-none">
        {title}
      </h3>
      {target === null ? (
        <p className="text-sm text-ink-2">{t("nothing.later")}</p>
      ) : (
        <Button variant="soft" onClick={() => onChoose(target)}>
          {near
            ? t("nothing.nearest", { day: formatDay(noonOf(near), "UTC"), count: free.get(near) ?? 0 })
            : t("nothing.next", { day: formatDay(noonOf(target), "UTC") })}
        </Button>
      )}
    </div>
  );
}
