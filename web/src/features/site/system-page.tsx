import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { SystemReport } from "@/api/contract.gen";
import { formatRelative } from "@/lib/format";
import { useNow } from "@/lib/use-now";
import { Card, Skeleton } from "@/ui/bits";
import { cn } from "@/ui/cn";
import { Page, PageHeader } from "@/ui/page";
import { ErrorState } from "@/ui/states";
import { SystemParts } from "./components/system-parts";
import { SystemWork } from "./components/system-work";
import { healthColour, systemQuery } from "./model/system";

/** /staff/system: how the servers are, for those who have to do something about it. */
export default function SystemPage() {
  const { t } = useTranslation("site");
  const report = useQuery(systemQuery);
  return (
    <Page>
      <PageHeader title={t("system.title")} lead={t("system.lead")} />
      {report.isPending ? (
        <div className="flex flex-col gap-4" aria-busy>
          <Skeleton className="h-20 rounded-lg" />
          <Skeleton className="h-96 rounded-lg" />
        </div>
      ) : !report.data ? (
        <ErrorState error={report.error} onRetry={() => report.refetch()} busy={report.isFetching} />
      ) : (
        <System report={report.data} at={report.dataUpdatedAt} stale={report.isError} />
      )}
    </Page>
  );
}

function System({ report, at, stale }: { report: SystemReport; at: number; stale: boolean }) {
  const { t } = useTranslation("site");
  const now = useNow(1_000);
  return (
    <div className="flex flex-col gap-4">
      <Card>
        <p role="status" className="flex items-center gap-3 font-display text-lg font-semibold">
          <span aria-hidden className={cn("size-3 shrink-0 rounded-full", healthColour[report.health])} />
          {t(`system.health.${report.health}`)}
        </p>
        {stale && (
          <p role="alert" className="mt-2 text-warning-ink">
            {t("system.stale", { when: formatRelative(new Date(at), now) })}
          </p>
        )}
      </Card>
      <div className="grid grid-cols-1 gap-4 lg:grid-cols-2">
        <SystemParts report={report} since={Math.max(0, now.getTime() - at)} />
        <SystemWork backlog={report.backlog} />
        <Runs report={report} now={now} />
      </div>
    </div>
  );
}

function Runs({ report, now }: { report: SystemReport; now: Date }) {
  const { t } = useTranslation("site");
  const facts = [
    { fact: "version", value: report.version },
    { fact: "process", value: report.process },
    { fact: "since", value: formatRelative(report.started_at, now) },
    { fact: "engine", value: report.engine === "postgres" ? "PostgreSQL" : "SQLite" },
    { fact: "schema", value: report.schema },
  ] as const;
  return (
    <Card className="min-w-0 lg:col-span-2">
      <h2 className="mb-3 text-base">{t("system.runs.title")}</h2>
      <dl className="divide-y divide-line text-sm">
        {facts.map(({ fact, value }) => (
          <div key={fact} className="flex flex-wrap items-baseline justify-between gap-x-3 py-2">
            <dt>{t(`system.runs.${fact}`)}</dt>
            <dd className="tabular font-medium break-all">{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
