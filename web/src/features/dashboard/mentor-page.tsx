import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { formatMoney } from "@/lib/format";
import { useUser } from "@/lib/use-session";
import { Skeleton } from "@/ui/bits";
import { CompletionMeter } from "@/ui/completion";
import { Page, PageHeader } from "@/ui/page";
import { ErrorState } from "@/ui/states";
import { ApprovalState } from "./components/approval";
import { MentorToDo } from "./components/mentor-to-do";
import { NextSession } from "./components/next-session";
import { Upcoming } from "./components/upcoming";
import { UnreadNote } from "./components/waiting";
import { balanceQuery, ownMentorQuery, soonQuery } from "./queries";

/** A mentor's start: the way into the list, what is next, what was earned. `figures` are another feature's. */
export function MentorDashboard({ figures }: { figures: ReactNode }) {
  const { t } = useTranslation("dashboard");
  const user = useUser();
  const profile = useQuery(ownMentorQuery);
  const soon = useQuery(soonQuery("mentor"));
  const confirmed = (soon.data?.items ?? []).filter(({ state }) => state === "confirmed");
  const listed = profile.data?.approval === "approved";
  return (
    <Page>
      <PageHeader title={t("hello", { name: user?.name.split(" ")[0] })} tabTitle={t("title")} />
      <div className="flex flex-col gap-10">
        {profile.isPending ? (
          <Skeleton className="h-40 rounded-lg" />
        ) : profile.data ? (
          <>
            <ApprovalState profile={profile.data} />
            <CompletionMeter completion={profile.data.completion} page="/mentor/profile" compact />
          </>
        ) : (
          <ErrorState error={profile.error} onRetry={() => profile.refetch()} busy={profile.isFetching} />
        )}
        {soon.isPending ? (
          <Skeleton className="h-56 rounded-lg" />
        ) : !soon.data ? (
          <ErrorState error={soon.error} onRetry={() => soon.refetch()} busy={soon.isFetching} />
        ) : (
          (listed || confirmed.length > 0) && (
            <div className="grid grid-cols-1 gap-4 lg:grid-cols-2">
              <NextSession booking={confirmed[0]} side="mentor" />
              <div className="flex flex-col gap-4">
                <BalanceTiles />
                <UnreadNote />
              </div>
            </div>
          )
        )}
        <MentorToDo />
        {listed && figures}
        <Upcoming bookings={confirmed.slice(1, 8)} side="mentor" />
      </div>
    </Page>
  );
}

function BalanceTiles() {
  const { t } = useTranslation("dashboard");
  const balance = useQuery(balanceQuery);
  if (balance.isPending) return <Skeleton className="h-28 rounded-lg" />;
  if (!balance.data)
    return <ErrorState error={balance.error} onRetry={() => balance.refetch()} busy={balance.isFetching} />;
  return (
    <div className="flex flex-col gap-2">
      <dl className="grid grid-cols-1 gap-px overflow-hidden rounded-lg border border-line bg-line sm:grid-cols-3">
        {(["pending", "released", "total"] as const).map((part) => (
          <div key={part} className="bg-surface p-4">
            <dt className="text-sm text-ink-2">{t(`balance.${part}`)}</dt>
            <dd className="tabular mt-1 font-display text-xl font-semibold">
              {formatMoney(balance.data[part])}
            </dd>
            <dd className="text-xs text-ink-3">{t(`balance.${part}Help`)}</dd>
          </div>
        ))}
      </dl>
      <Link to="/mentor/earnings" className="link self-start text-sm">
        {t("balance.all")}
      </Link>
    </div>
  );
}
