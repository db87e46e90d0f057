import { useQuery } from "@tanstack/react-query";
import { ArrowLeft, MessageCircle } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import type { Workspace } from "@/api/contract.gen";
import { formatTime } from "@/lib/format";
import { usePreference } from "@/lib/preferences";
import { useNow } from "@/lib/use-now";
import { zoneCity } from "@/lib/zones";
import { Avatar, Skeleton } from "@/ui/bits";
import { Button } from "@/ui/button";
import { Page, PageHeader } from "@/ui/page";
import { ErrorState } from "@/ui/states";
import { Actions } from "./components/actions";
import { Agenda } from "./components/agenda";
import { History } from "./components/history";
import { PrivateNotes, SharedNotes } from "./components/shared-notes";
import { workspaceQuery } from "./queries";

/** /my-mentors/:person for a student, /mentor/students/:person for a mentor: what the two keep together. */
export default function WorkspacePage() {
  const { t } = useTranslation("workspace");
  const { person = "" } = useParams();
  const mentor = person.startsWith("M");
  const workspace = useQuery(workspaceQuery(person));
  return (
    <Page>
      <Link
        to={mentor ? "/my-mentors" : "/mentor/students"}
        className="mb-4 -ml-1 inline-flex min-h-9 items-center gap-1.5 px-1 text-sm text-ink-2 hover:text-ink"
      >
        <ArrowLeft size={18} strokeWidth={1.75} aria-hidden />
        {t(mentor ? "mentors.title" : "students.title")}
      </Link>
      {workspace.isPending ? (
        <div className="flex flex-col gap-6">
          <Skeleton className="h-14 w-2/3" />
          <Skeleton className="h-48 rounded-lg" />
          <Skeleton className="h-72 rounded-lg" />
        </div>
      ) : workspace.data ? (
        <Together key={person} workspace={workspace.data} />
      ) : (
        <ErrorState error={workspace.error} onRetry={() => workspace.refetch()} busy={workspace.isFetching} />
      )}
    </Page>
  );
}

function Together({ workspace }: { workspace: Workspace }) {
  const { t } = useTranslation("workspace");
  const [hours] = usePreference("hours");
  const now = useNow();
  const { with: other, side } = workspace;
  return (
    <>
      <PageHeader
        tabTitle={other.name}
        title={
          <span className="flex items-center gap-4">
            <Avatar name={other.name} size="lg" />
            <span className="min-w-0 break-words">{other.name}</span>
          </span>
        }
        lead={t("theirTime", {
          time: formatTime(now, other.time_zone, hours),
          city: zoneCity(other.time_zone),
        })}
        action={
          <div className="flex flex-wrap gap-2">
            <Button asChild variant="secondary">
              <Link to={`/chat?with=${encodeURIComponent(other.id)}`}>
                <MessageCircle size={18} strokeWidth={1.75} aria-hidden />
                {t("message")}
              </Link>
            </Button>
            {side === "student" && (
              <Button asChild>
                <Link to={`/mentors/${other.id}#book`}>{t("book")}</Link>
              </Button>
            )}
          </div>
        }
      />
      <div className="grid grid-cols-1 items-start gap-6 lg:grid-cols-2">
        <div className="flex flex-col gap-6">
          <Agenda workspace={workspace} />
          <SharedNotes workspace={workspace} />
        </div>
        <div className="flex flex-col gap-6">
          <Actions workspace={workspace} />
          {side === "mentor" && <PrivateNotes student={other.id} name={other.name} />}
          <History person={other.id} />
        </div>
      </div>
    </>
  );
}
