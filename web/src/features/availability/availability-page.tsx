import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { call } from "@/api/call";
import { Skeleton } from "@/ui/bits";
import { Page, PageHeader } from "@/ui/page";
import { ErrorState } from "@/ui/states";
import { HoursForm } from "./components/hours-form";
import { availabilityKey } from "./queries";

/** When a mentor can be booked. */
export default function AvailabilityPage() {
  const { t } = useTranslation("availability");
  const hours = useQuery({
    queryKey: availabilityKey,
    queryFn: ({ signal }) => call("availability.get", {}, signal),
    // Every visit starts from the server, and nothing arrives below the hands of the one who edits.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  return (
    <Page>
      <PageHeader title={t("title")} lead={t("lead")} />
      {hours.isPending ? (
        <div className="flex flex-col gap-3">
          <Skeleton className="h-20" />
          <Skeleton className="h-96" />
          <Skeleton className="h-40" />
        </div>
      ) : !hours.data ? (
        <ErrorState error={hours.error} onRetry={() => hours.refetch()} busy={hours.isFetching} />
      ) : (
        <HoursForm initial={hours.data} />
      )}
    </Page>
  );
}
