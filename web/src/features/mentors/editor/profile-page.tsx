import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { call } from "@/api/call";
import { Skeleton } from "@/ui/bits";
import { Page, PageHeader } from "@/ui/page";
import { ErrorState } from "@/ui/states";
import { ApprovalLine } from "./approval-line";
import { MentorForm } from "./profile-form";

/** The dashboard's own query: both show the same profile. */
const ownMentorKey = ["mentors", "me"];

type Props = {
  /** How they answer, as others see it; another feature. */
  reliability: (mentor: string) => ReactNode;
};

/** What a mentor says about themselves. */
export function MentorProfilePage({ reliability }: Props) {
  const { t } = useTranslation("mentors");
  const profile = useQuery({
    queryKey: ownMentorKey,
    queryFn: ({ signal }) => call("mentors.me", {}, signal),
  });
  return (
    <Page width="form">
      <PageHeader title={t("editor.title")} lead={t("editor.lead")} />
      {profile.isPending ? (
        <div className="flex flex-col gap-6">
          <Skeleton className="h-14" />
          <Skeleton className="h-18" />
          <Skeleton className="h-18" />
          <Skeleton className="h-40" />
          <Skeleton className="h-18" />
        </div>
      ) : !profile.data ? (
        <ErrorState error={profile.error} onRetry={() => profile.refetch()} busy={profile.isFetching} />
      ) : (
        <div className="flex flex-col gap-8">
          <ApprovalLine profile={profile.data} />
          <MentorForm key={profile.data.mentor_id} profile={profile.data} />
          {profile.data.approval === "approved" && reliability(profile.data.mentor_id)}
        </div>
      )}
    </Page>
  );
}
