import { useQuery } from "@tanstack/react-query";
import { ChartColumn } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { call } from "@/api/call";
import type { TrafficReport, TrafficSpan } from "@/api/contract.gen";
import { formatNumber } from "@/lib/format";
import { Skeleton } from "@/ui/bits";
import { CsvButton } from "@/ui/csv-button";
import { Page, PageHeader } from "@/ui/page";
import { Segments } from "@/ui/segments";
import { EmptyState, ErrorState } from "@/ui/states";
import { Charts } from "./components/charts";
import { Ranking } from "./components/ranking";
import { Vitals } from "./components/vitals";
import { reportQuery } from "./queries";

const spans = ["7", "30", "90"] as const satisfies TrafficSpan[];

/** /staff/traffic?range=90: how the site is used; nobody is in it by name. */
export default function TrafficPage() {
  const { t } = useTranslation("traffic");
  const [address, setAddress] = useSearchParams();
  const range = spans.find((one) => one === address.get("range")) ?? "30";
  const report = useQuery(reportQuery(range));
  return (
    <Page>
      <PageHeader
        title={t("title")}
        lead={t("lead")}
        action={<CsvButton label={t("save")} load={() => call("traffic.file", { query: { range } })} />}
      />
      <div className="flex flex-col gap-8">
        <Segments
          label={t("range.label")}
          name="range"
          value={range}
          options={spans.map((value) => ({ value, label: t(`range.${value}`) }))}
          onChange={(next) => setAddress({ range: next }, { replace: true, preventScrollReset: true })}
        />
        {report.data?.on === false && <p className="text-ink-2">{t("off")}</p>}
        {report.isPending ? (
          <div className="flex flex-col gap-8" aria-busy>
            <Skeleton className="h-28 rounded-lg" />
            <Skeleton className="h-96 rounded-lg" />
          </div>
        ) : !report.data ? (
          <ErrorState error={report.error} onRetry={() => report.refetch()} busy={report.isFetching} />
        ) : report.data.views + report.data.views_before === 0 ? (
          <EmptyState icon={<ChartColumn strokeWidth={1.75} />} title={t("empty.title")}>
            {t("empty.body")}
          </EmptyState>
        ) : (
          <Numbers report={report.data} range={range} />
        )}
      </div>
    </Page>
  );
}

function Numbers({ report, range }: { report: TrafficReport; range: TrafficSpan }) {
  const { t } = useTranslation("traffic");
  const parts = [
    { part: "views", value: report.views, before: report.views_before },
    { part: "visitors", value: report.visitors, before: report.visitors_before },
  ] as const;
  return (
    <>
      <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border border-line bg-line">
        {parts.map(({ part, value, before }) => (
          <div key={part} className="bg-surface p-4">
            <dt className="text-sm text-ink-2">{t(`figure.${part}`)}</dt>
            <dd className="tabular mt-1 font-display text-xl font-semibold">{formatNumber(value)}</dd>
            <dd className="text-xs text-ink-3">{t("figure.before", { before: formatNumber(before) })}</dd>
          </div>
        ))}
      </dl>
      <Charts report={report} />
      <div className="grid grid-cols-1 gap-4 lg:grid-cols-2">
        <Ranking
          title={t("pages.title")}
          head={t("pages.head")}
          counts={t("figure.views")}
          rows={report.pages}
        />
        <Ranking
          title={t("referrers.title")}
          head={t("referrers.head")}
          counts={t("referrers.counts")}
          rows={report.referrers}
        />
        <Ranking
          title={t("devices.title")}
          head={t("devices.head")}
          counts={t("figure.views")}
          rows={report.devices.map(({ device, views }) => ({ name: t(`devices.${device}`), count: views }))}
        />
        <Ranking
          title={t("languages.title")}
          head={t("languages.head")}
          counts={t("figure.visitors")}
          rows={report.languages.map(({ name, count }) => ({ name: languageName(name), count }))}
        />
        <Ranking
          className="lg:col-span-2"
          title={t("events.title")}
          head={t("events.head")}
          counts={t("events.counts")}
          rows={report.events.map(({ event, count }) => ({ name: t(`events.${event}`), count }))}
        />
      </div>
      <Vitals range={range} />
    </>
  );
}

/** "German" of "de"; what nobody has a name for stays as it is. */
function languageName(tag: string): string {
  return tag === "other" ? tag : (new Intl.DisplayNames(["en"], { type: "language" }).of(tag) ?? tag);
}
