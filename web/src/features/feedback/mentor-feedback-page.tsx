import { useQuery } from "@tanstack/react-query";
import { MessageSquareQuote } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import type { FeedbackStatistics } from "@/api/contract.gen";
import { formatMonth, formatNumber } from "@/lib/format";
import { Card, Skeleton } from "@/ui/bits";
import { Chart } from "@/ui/chart";
import { Checkbox } from "@/ui/choices";
import { Field } from "@/ui/field";
import { Page, PageHeader } from "@/ui/page";
import { Select } from "@/ui/select";
import { EmptyState, ErrorState } from "@/ui/states";
import { OwnReviewList } from "./components/own-review-list";
import { Summary } from "./components/summary";
import { type OwnFilter, statisticsQuery } from "./queries";

function filterOf(address: URLSearchParams): OwnFilter {
  const stars = Number(address.get("stars"));
  return {
    ...([1, 2, 3, 4, 5].includes(stars) && { stars }),
    ...(address.get("unanswered") === "1" && { unanswered: true }),
  };
}

/** /mentor/feedback?stars=3&unanswered=1: what students said, and replying to it. */
export default function MentorFeedbackPage() {
  const { t } = useTranslation("feedback");
  const [address, setAddress] = useSearchParams();
  const statistics = useQuery(statisticsQuery);
  const filter = filterOf(address);
  const change = ({ stars, unanswered }: OwnFilter) =>
    setAddress(
      { ...(stars && { stars: String(stars) }), ...(unanswered && { unanswered: "1" }) },
      { replace: true, preventScrollReset: true },
    );
  return (
    <Page>
      <PageHeader title={t("own.title")} lead={t("own.lead")} />
      {statistics.isPending ? (
        <Skeleton className="h-72 rounded-lg" />
      ) : !statistics.data ? (
        <ErrorState
          error={statistics.error}
          onRetry={() => statistics.refetch()}
          busy={statistics.isFetching}
        />
      ) : statistics.data.count === 0 ? (
        <EmptyState icon={<MessageSquareQuote strokeWidth={1.75} />} title={t("own.none")}>
          {t("own.noneBody")}
        </EmptyState>
      ) : (
        <div className="flex flex-col gap-8">
          <Overview statistics={statistics.data} />
          <section aria-labelledby="own-reviews" className="flex flex-col gap-4">
            <h2 id="own-reviews" className="text-xl">
              {t("own.reviews")}
            </h2>
            <div className="flex flex-wrap items-end gap-x-6 gap-y-3">
              <Field label={t("own.stars")} className="w-40">
                <Select
                  value={filter.stars ?? ""}
                  onChange={(event) => change({ ...filter, stars: Number(event.target.value) || undefined })}
                >
                  <option value="">{t("own.anyStars")}</option>
                  {[5, 4, 3, 2, 1].map((stars) => (
                    <option key={stars} value={stars}>
                      {t("session.star", { count: stars })}
                    </option>
                  ))}
                </Select>
              </Field>
              <Checkbox
                className="pb-2.5"
                label={t("own.unanswered", { count: statistics.data.unanswered })}
                checked={filter.unanswered ?? false}
                onChange={(event) => change({ ...filter, unanswered: event.target.checked })}
              />
            </div>
            <OwnReviewList filter={filter} />
          </section>
        </div>
      )}
    </Page>
  );
}

function Overview({ statistics }: { statistics: FeedbackStatistics }) {
  const { t } = useTranslation("feedback");
  return (
    <section aria-labelledby="together" className="grid grid-cols-1 gap-4 lg:grid-cols-2">
      <h2 id="together" className="sr-only">
        {t("own.together")}
      </h2>
      <Card>
        <Summary
          rating={statistics.rating ?? 0}
          count={statistics.count}
          distribution={statistics.distribution}
        />
        <p className="mt-4 text-sm text-ink-2">
          {t("own.mean", { mean: formatNumber(statistics.mean ?? 0, 1) })}
        </p>
      </Card>
      <Card>
        <Chart
          title={t("own.overTime")}
          kind="line"
          max={5}
          points={statistics.months.map(({ month, mean }) => ({
            key: month,
            label: formatMonth(`${month}-15T12:00:00Z`, "UTC"),
            value: mean,
          }))}
          format={(value) => formatNumber(value, 1)}
          heads={[t("own.month"), t("own.stars")]}
        />
      </Card>
    </section>
  );
}
