import { useQuery } from "@tanstack/react-query";
import { Inbox } from "lucide-react";
import { useTranslation } from "react-i18next";
import { formatRelative } from "@/lib/format";
import { useNow } from "@/lib/use-now";
import { Skeleton } from "@/ui/bits";
import { Page, PageHeader } from "@/ui/page";
import { EmptyState, ErrorState } from "@/ui/states";
import { @camel@Query } from "./api/queries";
import { AddForm } from "./components/add-form";

export default function @Name@Page() {
  const { t } = useTranslation("@name@");
  const list = useQuery(@camel@Query);
  const now = useNow(60_000);
  return (
    <Page>
      <PageHeader title={t("title")} lead={t("lead")} />
      <AddForm />
      {list.isPending ? (
        <Skeleton className="h-20" />
      ) : list.isError ? (
        <ErrorState error={list.error} onRetry={() => list.refetch()} busy={list.isFetching} />
      ) : list.data.items.length === 0 ? (
        <EmptyState icon={<Inbox strokeWidth={1.75} />} title={t("empty")} />
      ) : (
        <ul className="divide-y divide-line border-y border-line">
          {list.data.items.map((entry) => (
            <li key={entry.id} className="flex justify-between gap-4 py-3">
              <span>{entry.text}</span>
              <span className="text-ink-3">{formatRelative(entry.created_at, now)}</span>
            </li>
          ))}
        </ul>
      )}
    </Page>
  );
}
