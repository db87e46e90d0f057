import { useQuery } from "@tanstack/react-query";
import { ArrowLeft } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import type { PublicMentor } from "@/api/contract.gen";
import { useFirstWords } from "@/lib/first-words";
import { useUser } from "@/lib/use-session";
import { useTitle } from "@/lib/use-title";
import { Skeleton } from "@/ui/bits";
import { Page } from "@/ui/page";
import { ErrorState } from "@/ui/states";
import { mentorQuery } from "./api/queries";
import { MentorView } from "./components/mentor-view";

type Slots = {
  booking: (mentor: PublicMentor) => ReactNode;
  /** Items for the list of facts below the name. */
  facts: (mentor: PublicMentor) => ReactNode;
  /** How to write to them. */
  contact: (mentor: PublicMentor, label: string) => ReactNode;
  /** What students say. */
  reviews: (mentor: PublicMentor) => ReactNode;
};

/** The page of one mentor. The app passes in what belongs to other features. */
export function MentorPage({ booking, facts, contact, reviews }: Slots) {
  const { t } = useTranslation("mentors");
  const { mentor: id = "" } = useParams();
  const user = useUser();
  const mentor = useQuery(mentorQuery(id));
  useTitle(mentor.data?.name);
  return (
    <Page>
      <Link
        to="/mentors"
        className="mb-5 -ml-1 inline-flex min-h-9 items-center gap-1.5 px-1 text-sm text-ink-2 hover:text-ink"
      >
        <ArrowLeft size={18} strokeWidth={1.75} aria-hidden />
        {t("page.back")}
      </Link>
      {mentor.isPending ? (
        <Loading />
      ) : !mentor.data ? (
        <ErrorState error={mentor.error} onRetry={() => mentor.refetch()} busy={mentor.isFetching} />
      ) : (
        <MentorView
          mentor={mentor.data}
          booking={booking(mentor.data)}
          facts={facts(mentor.data)}
          reviews={reviews(mentor.data)}
          contact={user?.mentor_id === mentor.data.mentor_id ? null : contact(mentor.data, t("page.message"))}
        />
      )}
    </Page>
  );
}

function Loading() {
  const words = useFirstWords();
  return (
    <div className="grid grid-cols-1 gap-x-12 gap-y-10 lg:grid-cols-[minmax(0,1fr)_24rem]">
      <div className="flex flex-col gap-10">
        <div className="flex flex-col gap-5 sm:flex-row sm:gap-6">
          <Skeleton className="size-24 shrink-0 rounded-full" />
          {words ? (
            <div className="min-w-0 grow">
              <h1 data-first="title" className="text-2xl sm:text-3xl">
                {words.title}
              </h1>
              <p data-first="lead" className="measure mt-1 text-lg text-ink-2">
                {words.lead}
              </p>
              <Skeleton className="mt-4 w-3/5" />
            </div>
          ) : (
            <div className="flex grow flex-col gap-3 pt-2">
              <Skeleton className="h-8 w-1/2" />
              <Skeleton className="h-5 w-4/5" />
              <Skeleton className="w-3/5" />
            </div>
          )}
        </div>
        <Skeleton className="h-56" />
      </div>
      <Skeleton className="h-[32rem] rounded-lg" />
    </div>
  );
}
