import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { call } from "@/api/call";
import { Skeleton } from "@/ui/bits";
import { Page, PageHeader } from "@/ui/page";
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
        <StudentForm key={profile.data.student_id} profile={profile.data} />
      )}
    </Page>
  );
}
