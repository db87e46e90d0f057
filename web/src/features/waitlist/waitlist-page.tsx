import { useQuery } from "@tanstack/react-query";
import { BellRing } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { Skeleton } from "@/ui/bits";
import { Button } from "@/ui/button";
import { Page, PageHeader } from "@/ui/page";
import { EmptyState, ErrorState } from "@/ui/states";
import { WaitRow } from "./components/wait-row";
import { waitsQuery } from "./queries";

/** All lines somebody stands in. */
export default function WaitlistPage() {
  const { t } = useTranslation("waitlist");
  const waits = useQuery(waitsQuery);
  return (
    <Page>
      <PageHeader title={t("list.title")} />
      {waits.isPending ? (
        <div className="flex flex-col gap-3">
          <Skeleton className="h-18" />
          <Skeleton className="h-18" />
        </div>
      ) : !waits.data ? (
        <ErrorState error={waits.error} onRetry={() => waits.refetch()} busy={waits.isFetching} />
      ) : waits.data.items.length === 0 ? (
        <EmptyState
          icon={<BellRing strokeWidth={1.75} />}
          title={t("list.empty")}
          action={
            <Button asChild>
              <Link to="/mentors">{t("list.find")}</Link>
            </Button>
          }
        >
          {t("list.emptyBody")}
        </EmptyState>
      ) : (
        <ul className="divide-y divide-line border-y border-line">
          {waits.data.items.map((wait) => (
            <li key={wait.id}>
              <WaitRow wait={wait} />
            </li>
          ))}
        </ul>
      )}
    </Page>
  );
}
