import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { Skeleton } from "@/ui/bits";
import { ErrorState } from "@/ui/states";
import { figuresStyle } from "./components/figure";
import { CountFigure, IncomeFigure, RepliesFigure } from "./components/figures";
import { reportQuery } from "./queries";

/** Four numbers of the last thirty days, and the way to all of them. */
export function AnalyticsGlance() {
  const { t } = useTranslation("analytics");
  const report = useQuery(reportQuery({ range: "30" }));
  return (
    <section aria-labelledby="glance">
      <header className="mb-4 flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 id="glance" className="text-xl">
          {t("glance.title")}
        </h2>
        <Link to="/mentor/analytics" className="link text-sm">
          {t("glance.all")}
        </Link>
      </header>
      {report.isPending ? (
        <Skeleton className="h-32 rounded-lg" />
      ) : !report.data ? (
        <ErrorState error={report.error} onRetry={() => report.refetch()} busy={report.isFetching} />
      ) : (
        <dl className={`${figuresStyle} grid-cols-2 lg:grid-cols-4`}>
          <IncomeFigure report={report.data} />
          <CountFigure report={report.data} part="completed" />
          <CountFigure report={report.data} part="new_students" />
          <RepliesFigure report={report.data} />
        </dl>
      )}
    </section>
  );
}
