import { useTranslation } from "react-i18next";
import type { MentorReport, SeriesPoint } from "@/api/contract.gen";
import { formatDay, formatMoney, formatNumber } from "@/lib/format";
import { Card } from "@/ui/bits";
import { Chart } from "@/ui/chart";

/** Calendar days, which are the same everywhere. */
const day = (date: string) => formatDay(`${date}T12:00:00Z`, "UTC");
const labelOf = ({ from, to }: SeriesPoint) => (from === to ? day(from) : `${day(from)} – ${day(to)}`);

/** A range by days or weeks. */
export function Charts({ report }: { report: MentorReport }) {
  const { t } = useTranslation("analytics");
  const points = (part: "sessions" | "income" | "viewed" | "found") =>
    report.series.map((point) => ({ key: point.from, label: labelOf(point), value: point[part] }));
  const head = t(report.step === "day" ? "chart.day" : "chart.week");
  const { currency } = report.income.value;
  return (
    <div className="grid grid-cols-1 gap-4 lg:grid-cols-2">
      <Card>
        <Chart
          title={t("chart.income")}
          kind="bars"
          points={points("income")}
          format={(amount) => formatMoney({ amount, currency })}
          heads={[head, t("chart.income")]}
        />
      </Card>
      <Card>
        <Chart
          title={t("chart.sessions")}
          kind="bars"
          points={points("sessions")}
          format={formatNumber}
          heads={[head, t("chart.sessions")]}
        />
      </Card>
      <Card>
        <Chart
          title={t("chart.viewed")}
          kind="line"
          points={points("viewed")}
          format={formatNumber}
          heads={[head, t("chart.viewed")]}
        />
      </Card>
      <Card>
        <Chart
          title={t("chart.found")}
          kind="line"
          points={points("found")}
          format={formatNumber}
          heads={[head, t("chart.found")]}
        />
      </Card>
    </div>
  );
}
