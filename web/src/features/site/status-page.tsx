import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { call } from "@/api/call";
import { formatRelative } from "@/lib/format";
import { siteStatusQuery } from "@/lib/site-status";
import { useNow } from "@/lib/use-now";
import { Card, Skeleton } from "@/ui/bits";
import { cn } from "@/ui/cn";
import { Page, PageHeader } from "@/ui/page";
import { ErrorState } from "@/ui/states";

/** Whether the service answers, asked from here: what somebody wants to know before they look for the fault at home. */
export default function StatusPage() {
  const { t } = useTranslation("site");
  const now = useNow(10_000);
  const { data: site } = useQuery(siteStatusQuery);
  const alive = useQuery({
    queryKey: ["site", "alive"],
    queryFn: async ({ signal }) => {
      const start = performance.now();
      const answer = await call("site.alive", {}, signal);
      return { ...answer, ms: Math.max(1, Math.round(performance.now() - start)) };
    },
    refetchInterval: 30_000,
    retry: false,
  });
  return (
    <Page width="form">
      <PageHeader title={t("status.title")} />
      <Card>
        {alive.isPending ? (
          <Skeleton className="h-38 sm:h-32" />
        ) : alive.isError ? (
          <ErrorState error={alive.error} onRetry={() => alive.refetch()} busy={alive.isFetching} />
        ) : (
          <div role="status" className="flex min-h-38 flex-col gap-2 sm:min-h-32">
            <p className="flex items-center gap-3 font-display text-lg font-semibold">
              <span
                aria-hidden
                className={cn("size-3 rounded-full", site?.maintenance_mode ? "bg-warning" : "bg-success")}
              />
              {site?.maintenance_mode ? t("status.maintenance") : t("status.up")}
            </p>
            {site?.maintenance_mode && (
              <p className="text-ink-2">{site.message || t("status.maintenanceBody")}</p>
            )}
            <p className="tabular text-ink-2">{t("status.body", alive.data)}</p>
            {site?.test_mode && <p className="text-ink-2">{t("status.test")}</p>}
            <p className="text-sm text-ink-3">
              {t("status.checked", { when: formatRelative(new Date(alive.dataUpdatedAt), now) })}
            </p>
          </div>
        )}
      </Card>
    </Page>
  );
}
