import { useQuery } from "@tanstack/react-query";
import { ArrowLeft, CalendarDays } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { call } from "@/api/call";
import type { MentorProfile, PublicMentor, Service } from "@/api/contract.gen";
import { useTitle } from "@/lib/use-title";
import { Card, Skeleton } from "@/ui/bits";
import { Page } from "@/ui/page";
import { ErrorState, Notice } from "@/ui/states";
import { mentorQuery } from "../api/queries";
import { MentorView } from "../components/mentor-view";
import { ownMentorQuery } from "./queries";

/** What a page shows of somebody who is not in the list yet: nobody has rated or met them. */
const pageOf = (profile: MentorProfile, services: Service[]): PublicMentor => ({
  ...profile,
  services: services.filter(({ active }) => active),
  rating: null,
  rating_count: 0,
  sessions_count: 0,
  next_free_at: null,
});

/** /mentor/profile/preview: one's own page as students see it, also before they can. */
export default function PreviewPage() {
  const { t } = useTranslation("mentors");
  useTitle(t("preview.tab"));
  const profile = useQuery(ownMentorQuery);
  const listed = profile.data?.approval === "approved";
  const live = useQuery({ ...mentorQuery(profile.data?.mentor_id ?? ""), enabled: listed });
  const services = useQuery({
    queryKey: ["services", "preview"],
    queryFn: ({ signal }) => call("mentors.services", {}, signal),
    enabled: profile.data !== undefined && !listed,
    staleTime: 0,
  });
  const second = listed ? live : services;
  const shown =
    live.data ?? (profile.data && services.data ? pageOf(profile.data, services.data.items) : null);
  const failed = profile.isError ? profile : second.isError ? second : null;
  return (
    <Page>
      <Link
        to="/mentor/profile"
        className="mb-4 -ml-1 inline-flex min-h-9 items-center gap-1.5 px-1 text-sm text-ink-2 hover:text-ink"
      >
        <ArrowLeft size={18} strokeWidth={1.75} aria-hidden />
        {t("preview.back")}
      </Link>
      {failed ? (
        <ErrorState error={failed.error} onRetry={() => failed.refetch()} busy={failed.isFetching} />
      ) : !shown ? (
        <Skeleton className="h-96" />
      ) : (
        <div className="flex flex-col gap-8">
          <Notice>
            <p>{t(listed ? "preview.listed" : "preview.notListed")}</p>
          </Notice>
          <MentorView
            mentor={shown}
            facts={null}
            contact={null}
            reviews={null}
            booking={
              <Card className="flex items-start gap-3 text-ink-2">
                <CalendarDays size={20} strokeWidth={1.75} aria-hidden className="mt-0.5 shrink-0" />
                <p>{t("preview.booking")}</p>
              </Card>
            }
          />
        </div>
      )}
    </Page>
  );
}
