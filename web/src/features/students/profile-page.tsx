import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { call } from "@/api/call";
import { Skeleton } from "@/ui/bits";
import { CompletionMeter } from "@/ui/completion";
import { CvEditor } from "@/ui/cv";
import { Page, PageHeader } from "@/ui/page";
import { PhotoEditor } from "@/ui/photo-editor";
import { ErrorState } from "@/ui/states";
import { StudentForm } from "./profile-form";

/** What a student tells the mentors they meet. */
export default function StudentProfilePage() {
  const { t } = useTranslation("students");
  const profile = useQuery({
    queryKey: ["students", "me"],
    queryFn: ({ signal }) => call("students.me", {}, signal),
  });
  return (
    <Page width="form">
      <PageHeader title={t("title")} lead={t("lead")} />
      {profile.isPending ? (
        <div className="flex flex-col gap-6">
          <Skeleton className="h-18" />
          <Skeleton className="h-18" />
          <Skeleton className="h-40" />
          <Skeleton className="h-18" />
        </div>
      ) : !profile.data ? (
        <ErrorState error={profile.error} onRetry={() => profile.refetch()} busy={profile.isFetching} />
      ) : (
        <div className="flex flex-col gap-8">
          <CompletionMeter completion={profile.data.completion} page="/profile" />
          <PhotoEditor />
          <StudentForm key={profile.data.student_id} profile={profile.data} />
          <div className="border-t border-line pt-8">
            <CvEditor person={profile.data.student_id} />
          </div>
        </div>
      )}
    </Page>
  );
}
