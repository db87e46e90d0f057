import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { call } from "@/api/call";
import type { MentorReport } from "@/api/contract.gen";
import { formatDay } from "@/lib/format";
import { zoneCity } from "@/lib/zones";
import { Card, Skeleton } from "@/ui/bits";
import { CsvButton } from "@/ui/csv-button";
import { Page, PageHeader } from "@/ui/page";
import { ErrorState } from "@/ui/states";
import { Charts } from "./components/charts";
import { Figures } from "./components/figures";
import { Funnel } from "./components/funnel";
import { RangePicker } from "./components/range-picker";
import { addressOf, problemOf, rangeOf } from "./model/range";
import { reportQuery } from "./queries";

/** /mentor/analytics?range=90: a mentor's numbers beside those of the period before. */
export default function AnalyticsPage() {
  const { t } = useTranslation("analytics");
  const [address, setAddress] = useSearchParams();
  const query = rangeOf(address);
  const askable = problemOf(query) === undefined;
  const report = useQuery({ ...reportQuery(query), enabled: askable });
  return (
    <Page>
      <PageHeader
        title={t("title")}
        lead={t("lead")}
        action={
          <CsvButton label={t("save")} disabled={!askable} load={() => call("analytics.file", { query })} />
        }
      />
      <div className="flex flex-col gap-8">
        <RangePicker
          query={query}
          onChange={(next) => setAddress(addressOf(next), { replace: true, preventScrollReset: true })}
        />
        {!askable ? (
          problemOf(query) === "incomplete" && <p className="text-ink-2">{t("range.incomplete")}</p>
        ) : report.isPending ? (
          <div className="flex flex-col gap-8" aria-busy>
            <Skeleton className="h-80 rounded-lg" />
            <Skeleton className="h-96 rounded-lg" />
          </div>
        ) : !report.data ? (
          <ErrorState error={report.error} onRetry={() => report.refetch()} busy={report.isFetching} />
        ) : (
          <Numbers report={report.data} />
        )}
      </div>
    </Page>
  );
}

function Numbers({ report }: { report: MentorReport }) {
  const { t } = useTranslation("analytics");
  const day = (date: string) => formatDay(`${date}T12:00:00Z`, "UTC");
  return (
    <>
      <section aria-labelledby="figures" className="flex flex-col gap-3">
        <h2 id="figures" className="text-xl">
          {t("period", { from: day(report.from), to: day(report.to) })}
        </h2>
        <p className="text-sm text-ink-3">
          {t("compared", {
            from: day(report.before_from),
            to: day(report.before_to),
            city: zoneCity(report.time_zone),
          })}
        </p>
        <Figures report={report} />
      </section>
      <section aria-labelledby="funnel">
        <Card className="flex flex-col gap-3">
          <h2 id="funnel" className="text-xl">
            {t("funnel.title")}
          </h2>
          <p className="measure text-sm text-ink-2">{t("funnel.help")}</p>
          <Funnel stages={report.funnel} />
        </Card>
      </section>
      <section aria-labelledby="charts" className="flex flex-col gap-3">
        <h2 id="charts" className="text-xl">
          {t(report.step === "day" ? "chart.byDay" : "chart.byWeek")}
        </h2>
        <Charts report={report} />
      </section>
    </>
  );
}
