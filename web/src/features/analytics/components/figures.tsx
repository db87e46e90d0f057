import { useTranslation } from "react-i18next";
import type { MentorReport, Replies } from "@/api/contract.gen";
import { formatMinutes, formatMoney, formatNumber } from "@/lib/format";
import { Figure, figuresStyle } from "./figure";

export type CountPart =
  | "completed"
  | "upcoming"
  | "new_students"
  | "returning_students"
  | "missed"
  | "cancelled";
type Props = { report: MentorReport };

/** All numbers of a report. */
export function Figures({ report }: Props) {
  return (
    <dl className={`${figuresStyle} grid-cols-2 lg:grid-cols-3`}>
      {/* Nine in two columns would leave a hole. */}
      <IncomeFigure report={report} className="max-lg:col-span-2" />
      <CountFigure report={report} part="completed" />
      <CountFigure report={report} part="upcoming" />
      <CountFigure report={report} part="new_students" />
      <CountFigure report={report} part="returning_students" />
      <StarsFigure report={report} />
      <RepliesFigure report={report} />
      <CountFigure report={report} part="missed" />
      <CountFigure report={report} part="cancelled" />
    </dl>
  );
}

export function IncomeFigure({ report: { income }, className }: Props & { className?: string }) {
  const { t } = useTranslation("analytics");
  return (
    <Figure
      className={className}
      label={t("figure.income")}
      value={formatMoney(income.value)}
      note={t("figure.incomeNote")}
      compare={{
        value: income.value.amount,
        before: income.before.amount,
        beforeText: formatMoney(income.before),
      }}
    />
  );
}

export function CountFigure({ report, part }: Props & { part: CountPart }) {
  const { t } = useTranslation("analytics");
  const { value, before } = report[part];
  const days = (Date.parse(report.to) - Date.parse(report.from)) / 86_400_000 + 1;
  return (
    <Figure
      label={t(`figure.${part}`)}
      value={formatNumber(value)}
      note={part === "upcoming" ? t("figure.upcomingNote", { count: days }) : undefined}
      compare={{ value, before, beforeText: formatNumber(before) }}
    />
  );
}

export function StarsFigure({ report: { stars, stars_before } }: Props) {
  const { t } = useTranslation("analytics");
  const both = stars.mean !== null && stars_before.mean !== null;
  return (
    <Figure
      label={t("figure.stars")}
      value={stars.mean === null ? t("figure.none") : formatNumber(stars.mean, 1)}
      note={t("figure.starsNote", { count: stars.count })}
      compare={
        both
          ? {
              value: stars.mean ?? 0,
              before: stars_before.mean ?? 0,
              beforeText: formatNumber(stars_before.mean ?? 0, 1),
            }
          : undefined
      }
    />
  );
}

const minutesOf = ({ median_seconds }: Replies) =>
  median_seconds === null ? null : Math.max(1, Math.round(median_seconds / 60));

export function RepliesFigure({ report: { replies, replies_before } }: Props) {
  const { t } = useTranslation("analytics");
  const now = minutesOf(replies);
  const before = minutesOf(replies_before);
  return (
    <Figure
      label={t("figure.replies")}
      value={now === null ? t("figure.none") : formatMinutes(now)}
      note={t("figure.repliesNote", { answered: replies.answered, count: replies.asked })}
      compare={
        now !== null && before !== null
          ? { value: now, before, beforeText: formatMinutes(before) }
          : undefined
      }
    />
  );
}
