import { useInfiniteQuery } from "@tanstack/react-query";
import { Users } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { limits, type Side, type WorkspacePerson } from "@/api/contract.gen";
import { formatDateTime } from "@/lib/format";
import { usePreference, useViewerZone } from "@/lib/preferences";
import { useDebounced } from "@/lib/use-debounced";
import { Avatar, Badge, Skeleton } from "@/ui/bits";
import { Button } from "@/ui/button";
import { Field, Input } from "@/ui/field";
import { Page, PageHeader } from "@/ui/page";
import { EmptyState, ErrorState, LoadMore } from "@/ui/states";
import { peopleQuery, workspacePath } from "../queries";

/** Everybody one side works with, the latest session first. */
export function PeoplePage({ as }: { as: Side }) {
  const { t } = useTranslation("workspace");
  const words = as === "mentor" ? "students" : "mentors";
  const [typed, setTyped] = useState("");
  const q = useDebounced(typed.trim());
  const list = useInfiniteQuery(peopleQuery(as, q));
  const people = list.data?.pages.flatMap((page) => page.items) ?? [];
  const nobody = list.data && people.length === 0;
  return (
    <Page>
      <PageHeader title={t(`${words}.title`)} lead={t(`${words}.lead`)} />
      {(q || typed || !nobody) && (
        <search className="mb-4 block max-w-md">
          <Field label={t("search")}>
            <Input
              type="search"
              maxLength={limits.WorkspacePeopleQuery.q.max}
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
          </Field>
        </search>
      )}
      {list.isPending ? (
        <div className="flex flex-col gap-3">
          <Skeleton className="h-20" />
          <Skeleton className="h-20" />
          <Skeleton className="h-20" />
        </div>
      ) : !list.data ? (
        <ErrorState error={list.error} onRetry={() => list.refetch()} busy={list.isFetching} />
      ) : nobody ? (
        <Nobody as={as} q={q} />
      ) : (
        <>
          <ul aria-label={t(`${words}.title`)} className="divide-y divide-line border-y border-line">
            {people.map((one) => (
              <li key={one.person.id}>
                <PersonRow one={one} />
              </li>
            ))}
          </ul>
          <LoadMore list={list} />
        </>
      )}
    </Page>
  );
}

function PersonRow({ one }: { one: WorkspacePerson }) {
  const { t } = useTranslation("workspace");
  const [zone] = useViewerZone();
  const [hours] = usePreference("hours");
  const { person, next_session_at: next, last_session_at: last } = one;
  return (
    <div className="relative flex flex-wrap items-center gap-x-4 gap-y-2 py-4 transition-colors hover:bg-hover sm:px-3">
      <Avatar name={person.name} />
      <div className="min-w-40 flex-1">
        <Link
          to={workspacePath(person.id)}
          className="font-medium break-words outline-offset-4 after:absolute after:inset-0"
        >
          {person.name}
        </Link>
        <p className="text-sm text-ink-3">
          {[
            (one.completed > 0 || one.upcoming === 0) && t("people.completed", { count: one.completed }),
            one.upcoming > 0 && t("people.upcoming", { count: one.upcoming }),
          ]
            .filter(Boolean)
            .join(" · ")}
        </p>
      </div>
      <p className="tabular text-sm text-ink-2">
        {next ? (
          <time dateTime={next}>{t("people.next", { when: formatDateTime(next, zone, hours) })}</time>
        ) : (
          last && <time dateTime={last}>{t("people.last", { when: formatDateTime(last, zone, hours) })}</time>
        )}
      </p>
      {one.open_actions > 0 && <Badge tone="primary">{t("people.open", { count: one.open_actions })}</Badge>}
    </div>
  );
}

function Nobody({ as, q }: { as: Side; q: string }) {
  const { t } = useTranslation("workspace");
  const icon = <Users strokeWidth={1.75} />;
  if (q) return <EmptyState icon={icon} title={t("people.noneFound", { q })} />;
  const words = as === "mentor" ? "students" : "mentors";
  return (
    <EmptyState
      icon={icon}
      title={t(`${words}.empty`)}
      action={
        <Button asChild>
          <Link to={as === "mentor" ? "/mentor/availability" : "/mentors"}>{t(`${words}.start`)}</Link>
        </Button>
      }
    >
      {t(`${words}.emptyBody`)}
    </EmptyState>
  );
}
