import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { Flag } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { call } from "@/api/call";
import type { PostReport } from "@/api/contract.gen";
import { errorText } from "@/lib/error-text";
import { Badge, Skeleton } from "@/ui/bits";
import { Button } from "@/ui/button";
import { Page, PageHeader } from "@/ui/page";
import { EmptyState, ErrorState, LoadMore } from "@/ui/states";
import { toast } from "@/ui/toast";
import { reportsQuery, useAskAgain } from "./api/queries";
import { Byline } from "./components/byline";
import { Written } from "./components/written";

/** /staff/reports: what people reported, longest waiting first. */
export default function ReportsPage() {
  const { t } = useTranslation("community");
  const list = useInfiniteQuery(reportsQuery);
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Page width="form">
      <PageHeader title={t("reports.title")} lead={t("reports.lead")} />
      {list.isPending ? (
        <Skeleton className="h-40" />
      ) : !list.data ? (
        <ErrorState error={list.error} onRetry={() => list.refetch()} busy={list.isFetching} />
      ) : items.length === 0 ? (
        <EmptyState icon={<Flag strokeWidth={1.75} />} title={t("reports.empty")} />
      ) : (
        <ul aria-label={t("reports.title")} className="divide-y divide-line border-y border-line">
          {items.map((report) => (
            <li key={report.id}>
              <Report report={report} />
            </li>
          ))}
        </ul>
      )}
      <LoadMore list={list} />
    </Page>
  );
}

function Report({ report }: { report: PostReport }) {
  const { t } = useTranslation("community");
  const again = useAskAgain();
  const decide = useMutation({
    mutationFn: (remove: boolean) =>
      call("community.decide", { params: { report: report.id }, body: { remove } }),
    onSuccess: again,
    onError: (error) => toast.error(errorText(error)),
  });
  return (
    <article className="flex flex-col gap-3 py-6">
      <div className="flex flex-wrap items-center gap-2">
        <Badge tone="danger">{t(`reason.${report.reason}`)}</Badge>
        {report.deleted && <Badge>{t("reports.gone")}</Badge>}
        <span className="text-sm text-ink-3">{t("reports.by", { name: report.reporter.name })}</span>
      </div>
      {report.note && <p className="break-words whitespace-pre-line">{report.note}</p>}
      <div className="rounded-lg border border-line bg-surface p-4">
        <Byline author={report.author} at={report.created_at} />
        <p className="mt-2 font-medium">
          <Link to={`/community/${report.post}`} className="hover:underline">
            {report.comment ? t("reports.commentOn", { title: report.title }) : report.title}
          </Link>
        </p>
        <Written html={report.html} className="mt-2" />
      </div>
      <div className="flex gap-2">
        <Button variant="danger" size="sm" busy={decide.isPending} onClick={() => decide.mutate(true)}>
          {t("reports.remove")}
        </Button>
        <Button
          variant="secondary"
          size="sm"
          disabled={decide.isPending}
          onClick={() => decide.mutate(false)}
        >
          {t("reports.keep")}
        </Button>
      </div>
    </article>
  );
}
