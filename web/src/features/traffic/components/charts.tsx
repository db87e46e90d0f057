import { useTranslation } from "react-i18next";
import type { TrafficPoint, TrafficReport } from "@/api/contract.gen";
import { formatDay, formatNumber, formatTime } from "@/lib/format";
import { useViewerZone } from "@/lib/preferences";
import { Card } from "@/ui/bits";
import { Chart } from "@/ui/chart";

/** Calendar days, which are the same everywhere. */
const day = ({ from }: TrafficPoint) => formatDay(`${from}T12:00:00Z`, "UTC");

export function Charts({ report }: { report: TrafficReport }) {
  const { t } = useTranslation("traffic");
  const [zone] = useViewerZone();
  const hour = ({ from }: TrafficPoint) => formatTime(from, zone);
  const pointsOf = (
    series: TrafficPoint[],
    part: "views" | "visitors",
    label: (point: TrafficPoint) => string,
  ) => series.map((point) => ({ key: point.from, label: label(point), value: point[part] }));
  return (
    <section aria-labelledby="days" className="grid grid-cols-1 gap-4 lg:grid-cols-2">
      <h2 id="days" className="text-xl lg:col-span-2">
        {t("chart.title")}
      </h2>
      {(["views", "visitors"] as const).map((part) => (
        <Card key={part}>
          <Chart
            title={t(`chart.${part}`)}
            kind={part === "views" ? "bars" : "line"}
            points={pointsOf(report.series, part, day)}
            format={formatNumber}
            heads={[t("chart.day"), t(`figure.${part}`)]}
          />
        </Card>
      ))}
      <Card className="lg:col-span-2">
        <Chart
          title={t("chart.hours")}
          kind="bars"
          points={pointsOf(report.hours, "views", hour)}
          format={formatNumber}
          heads={[t("chart.hour"), t("figure.views")]}
        />
      </Card>
    </section>
  );
}
