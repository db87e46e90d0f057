import { Palmtree } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Away } from "@/api/contract.gen";
import { dateKey, formatDay } from "@/lib/format";
import { noonOf } from "@/lib/month";
import { Notice } from "@/ui/states";

/** Dates of the mentor's own calendar, so they are named as they are. */
export function AwayNote({ away, name, zone }: { away: Away; name: string; zone: string }) {
  const { t } = useTranslation("booking");
  const from = formatDay(noonOf(away.from), "UTC");
  const to = formatDay(noonOf(away.to), "UTC");
  const began = away.from <= dateKey(new Date(), zone);
  return (
    <Notice icon={<Palmtree strokeWidth={1.75} />}>
      <p>{began ? t("away.until", { name, to }) : t("away.between", { name, from, to })}</p>
      {away.note && <p className="mt-1 break-words">{away.note}</p>}
    </Notice>
  );
}
