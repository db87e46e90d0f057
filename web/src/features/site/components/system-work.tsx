import { useTranslation } from "react-i18next";
import type { SystemBacklog } from "@/api/contract.gen";
import { formatNumber } from "@/lib/format";
import { Card } from "@/ui/bits";
import { formatSpan } from "../model/system";

type Figure = { part: "waiting" | "running" | "later" | "dead" | "mails"; value: number; oldest?: number };

/** Jobs and mails that wait, of the whole deployment. */
export function SystemWork({ backlog }: { backlog: SystemBacklog | null }) {
  const { t } = useTranslation("site");
  const figures: Figure[] = backlog
    ? [
        { part: "waiting", value: backlog.waiting, oldest: backlog.oldest_seconds },
        { part: "running", value: backlog.running },
        { part: "later", value: backlog.later },
        { part: "dead", value: backlog.dead },
        { part: "mails", value: backlog.mails_failing, oldest: backlog.oldest_mail_seconds },
      ]
    : [];
  return (
    <Card className="min-w-0">
      <h2 className="text-base">{t("system.work.title")}</h2>
      <p className="mb-3 text-sm text-ink-2">{t(backlog ? "system.work.lead" : "system.work.none")}</p>
      {backlog && (
        <dl className="divide-y divide-line text-sm">
          {figures.map(({ part, value, oldest = 0 }) => (
            <div key={part} className="flex items-baseline justify-between gap-3 py-2">
              <dt>{t(`system.work.${part}`)}</dt>
              <dd className="tabular text-right font-medium">
                {formatNumber(value)}
                {value > 0 && oldest > 0 && (
                  <span className="block font-normal text-ink-2">
                    {t("system.work.oldest", { span: formatSpan(oldest) })}
                  </span>
                )}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </Card>
  );
}
