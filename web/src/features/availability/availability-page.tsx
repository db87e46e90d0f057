import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { call } from "@/api/call";
import { Skeleton } from "@/ui/bits";
import { Page, PageHeader } from "@/ui/page";
import { ErrorState } from "@/ui/states";
import { Feed } from "./components/feed";
import { HoursForm } from "./components/hours-form";
import { Section } from "./components/section";
import { Vacations } from "./components/vacations";
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
        <>
          <HoursForm initial={hours.data} />
          <div className="mt-10 divide-y divide-line border-t border-line">
            <Section title={t("vacations.title")} lead={t("vacations.lead")}>
              <Vacations zone={hours.data.time_zone} />
            </Section>
            <Section title={t("feed.title")} lead={t("feed.lead")}>
              <Feed />
            </Section>
          </div>
        </>
      )}
    </Page>
  );
}
