import { useQuery } from "@tanstack/react-query";
import { Eye } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { Skeleton } from "@/ui/bits";
import { Button } from "@/ui/button";
import { CompletionMeter } from "@/ui/completion";
import { CvEditor } from "@/ui/cv";
import { Page, PageHeader } from "@/ui/page";
import { PhotoEditor } from "@/ui/photo-editor";
import { ErrorState } from "@/ui/states";
import { ApprovalLine } from "./approval-line";
import { MentorForm } from "./profile-form";
import { ownMentorQuery } from "./queries";

type Props = {
  /** How they answer, as others see it; another feature. */
  reliability: (mentor: string) => ReactNode;
};

/** What a mentor says about themselves. */
export function MentorProfilePage({ reliability }: Props) {
  const { t } = useTranslation("mentors");
  const profile = useQuery(ownMentorQuery);
  return (
    <Page width="form">
      <PageHeader
        title={t("editor.title")}
        lead={t("editor.lead")}
        action={
          <Button asChild variant="secondary">
            <Link to="/mentor/profile/preview">
              <Eye size={18} strokeWidth={1.75} aria-hidden />
              {t("editor.preview")}
            </Link>
          </Button>
        }
      />
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
          <CompletionMeter completion={profile.data.completion} page="/mentor/profile" />
          <PhotoEditor />
          <MentorForm key={profile.data.mentor_id} profile={profile.data} />
          <div className="border-t border-line pt-8">
            <CvEditor person={profile.data.mentor_id} />
          </div>
          {profile.data.approval === "approved" && reliability(profile.data.mentor_id)}
        </div>
      )}
    </Page>
  );
}
