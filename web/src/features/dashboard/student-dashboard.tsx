import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useUser } from "@/lib/use-session";
import { Skeleton } from "@/ui/bits";
import { Button } from "@/ui/button";
import { CompletionMeter } from "@/ui/completion";
import { Page, PageHeader } from "@/ui/page";
import { ErrorState } from "@/ui/states";
import { NextSession } from "./components/next-session";
import { Steps } from "./components/steps";
import { Upcoming } from "./components/upcoming";
import { HoldsToPay, UnreadNote } from "./components/waiting";
import { hasPastQuery, ownStudentQuery, soonQuery } from "./queries";

type Props = { waits: ReactNode; recommended: ReactNode };

/** What is next and what waits. Lines for times and the list of mentors are of other features. */
export function StudentDashboard({ waits, recommended }: Props) {
  const { t } = useTranslation("dashboard");
  const user = useUser();
  const soon = useQuery(soonQuery("student"));
  const past = useQuery(hasPastQuery);
  const profile = useQuery(ownStudentQuery);
  const bookings = soon.data?.items ?? [];
  const confirmed = bookings.filter(({ state }) => state === "confirmed");
  const isNew = soon.data && bookings.length === 0 && past.data === false;
  return (
    <Page>
      <PageHeader
        title={t("hello", { name: user?.name.split(" ")[0] })}
        tabTitle={t("title")}
        action={
          <Button asChild>
            <Link to="/mentors">{t("next.find")}</Link>
          </Button>
        }
      />
      <div className="flex flex-col gap-10">
        {profile.data && <CompletionMeter completion={profile.data.completion} page="/profile" compact />}
        {soon.isPending || past.isPending ? (
          <Skeleton className="h-56 rounded-lg" />
        ) : !soon.data ? (
          <ErrorState error={soon.error} onRetry={() => soon.refetch()} busy={soon.isFetching} />
        ) : isNew ? (
          <section aria-labelledby="start" className="flex flex-col gap-4">
            <h2 id="start" className="text-xl">
              {t("student.start")}
            </h2>
            <Steps
              steps={[
                { ...stepText(t, "profile"), to: "/profile", done: false },
                { ...stepText(t, "find"), to: "/mentors", done: false },
                { ...stepText(t, "book"), to: "/mentors?sort=next_free", done: false },
              ]}
            />
            <UnreadNote />
          </section>
        ) : (
          <div className="grid grid-cols-1 gap-4 lg:grid-cols-2">
            <NextSession booking={confirmed[0]} side="student" />
            <div className="flex flex-col gap-4">
              <HoldsToPay holds={bookings.filter(({ can_pay }) => can_pay)} />
              <UnreadNote />
            </div>
          </div>
        )}
        {waits}
        <Upcoming bookings={confirmed.slice(1, 6)} side="student" />
        <section aria-labelledby="recommended">
          <h2 id="recommended" className="mb-4 text-xl">
            {t("student.recommended")}
          </h2>
          {recommended}
        </section>
      </div>
    </Page>
  );
}

type Texts = ReturnType<typeof useTranslation<"dashboard">>["t"];
const stepText = (t: Texts, step: "profile" | "find" | "book") => ({
  title: t(`student.step.${step}.title`),
  body: t(`student.step.${step}.body`),
});
