import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { StudentDashboard as Dashboard, MentorCard } from "@/api/contract.gen";
import { useUser } from "@/lib/use-session";
import { Skeleton } from "@/ui/bits";
import { Button } from "@/ui/button";
import { CompletionMeter } from "@/ui/completion";
import { Page, PageHeader } from "@/ui/page";
import { ErrorState } from "@/ui/states";
import { NextSession } from "./components/next-session";
import { OwnNotes } from "./components/own-notes";
import { Recommended } from "./components/recommended";
import { SessionCalendar } from "./components/session-calendar";
import { Steps } from "./components/steps";
import { StudentToDo } from "./components/student-to-do";
import { HoldsToPay, UnreadNote } from "./components/waiting";
import { ownStudentQuery, studentDashboardQuery } from "./queries";

/** What other features show here. */
type Slots = {
  card: (mentor: MentorCard) => ReactNode;
  soonest: ReactNode;
  pinned: ReactNode;
  waits: ReactNode;
};

/** What is next and what waits, the month, what was pinned and noted, who could help. */
export function StudentDashboard({ card, soonest, pinned, waits }: Slots) {
  const { t } = useTranslation("dashboard");
  const user = useUser();
  const dashboard = useQuery(studentDashboardQuery);
  const profile = useQuery(ownStudentQuery);
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
      {dashboard.isPending || profile.isPending ? (
        <div className="flex flex-col gap-10">
          <Skeleton className="h-56 rounded-lg" />
          <Skeleton className="h-72 rounded-lg" />
        </div>
      ) : !dashboard.data ? (
        <ErrorState error={dashboard.error} onRetry={() => dashboard.refetch()} busy={dashboard.isFetching} />
      ) : (
        <div className="flex flex-col gap-10">
          {profile.data && <CompletionMeter completion={profile.data.completion} page="/profile" compact />}
          {dashboard.data.has_booked ? (
            <Now dashboard={dashboard.data} />
          ) : (
            <Start dashboard={dashboard.data} />
          )}
          {dashboard.data.has_booked && <SessionCalendar />}
          {waits}
          {pinned}
          <Recommended dashboard={dashboard.data} card={card} soonest={soonest} />
          <OwnNotes />
        </div>
      )}
    </Page>
  );
}

function Now({ dashboard }: { dashboard: Dashboard }) {
  const { upcoming } = dashboard;
  return (
    <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-2">
      <NextSession booking={upcoming.find(({ state }) => state === "confirmed")} side="student" />
      <div className="flex flex-col gap-4">
        <HoldsToPay holds={upcoming.filter(({ can_pay }) => can_pay)} />
        <StudentToDo dashboard={dashboard} />
        <UnreadNote />
      </div>
    </div>
  );
}

function Start({ dashboard }: { dashboard: Dashboard }) {
  const { t } = useTranslation("dashboard");
  const step = (name: "profile" | "find" | "book") => ({
    title: t(`student.step.${name}.title`),
    body: t(`student.step.${name}.body`),
  });
  return (
    <section aria-labelledby="start" className="flex flex-col gap-4">
      <h2 id="start" className="text-xl">
        {t("student.start")}
      </h2>
      <Steps
        steps={[
          { ...step("profile"), to: "/profile", done: dashboard.has_skills },
          { ...step("find"), to: "/mentors", done: false },
          { ...step("book"), to: "/mentors?sort=next_free", done: false },
        ]}
      />
      <StudentToDo dashboard={dashboard} />
      <UnreadNote />
    </section>
  );
}
