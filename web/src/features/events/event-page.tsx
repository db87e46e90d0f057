import { useQuery } from "@tanstack/react-query";
import { ArrowLeft } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import type { CommunityEvent } from "@/api/contract.gen";
import type { Ahead } from "@/lib/ahead";
import { useFirstWords } from "@/lib/first-words";
import { Chip, Skeleton } from "@/ui/bits";
import { LinkedText } from "@/ui/linked-text";
import { Page, PageHeader } from "@/ui/page";
import { ErrorState, Notice } from "@/ui/states";
import { eventQuery, useEventNews } from "./api/queries";
import { Cover } from "./components/cover";
import { EventBadge, EventFacts } from "./components/event-facts";
import { HostActions } from "./components/host-actions";
import { MyPlace } from "./components/my-place";

export const ahead: Ahead = (_address, { event }) => [eventQuery(Number(event))];

export function BackLink({ to, children }: { to: string; children: string }) {
  return (
    <Link to={to} className="link mb-4 inline-flex min-h-11 items-center gap-1.5 text-sm">
      <ArrowLeft size={16} strokeWidth={1.75} aria-hidden />
      {children}
    </Link>
  );
}

/** /events/12: what it is, when and where, and the viewer's place. */
export default function EventPage() {
  const { t } = useTranslation("events");
  const query = useQuery(eventQuery(Number(useParams().event)));
  useEventNews();
  const back = <BackLink to="/events">{t("back")}</BackLink>;
  if (!query.data)
    return (
      <Page>
        {back}
        {query.isFetching ? (
          <Loading />
        ) : (
          <ErrorState error={query.error} kept={t("missing")} onRetry={() => query.refetch()} />
        )}
      </Page>
    );
  return (
    <Page>
      {back}
      <Whole event={query.data} />
    </Page>
  );
}

/** The served words stand where the event's own will. */
function Loading() {
  const { t } = useTranslation("events");
  const words = useFirstWords();
  if (!words) return <Skeleton className="h-96" />;
  return (
    <>
      <PageHeader title={<span data-first="title">{words.title}</span>} lead={"\u00a0"} />
      <div className="grid grid-cols-1 gap-8 lg:grid-cols-[minmax(0,1fr)_20rem] lg:grid-rows-[auto_1fr]">
        <Skeleton className="h-40" />
        <Skeleton className="h-40 lg:col-start-2 lg:row-span-2 lg:row-start-1" />
        <section aria-labelledby="about">
          <h2 id="about" className="mb-3 text-xl">
            {t("about")}
          </h2>
          <p data-first="lead" className="measure whitespace-pre-wrap [overflow-wrap:anywhere]">
            {words.lead}
          </p>
        </section>
      </div>
    </>
  );
}

function Whole({ event }: { event: CommunityEvent }) {
  const { t } = useTranslation("events");
  const { host } = event;
  return (
    <>
      <PageHeader
        title={event.title}
        lead={
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <EventBadge event={event} />
            {host.mentor_id ? (
              <Link to={`/mentors/${host.mentor_id}`} className="link">
                {t("by", { name: host.name })}
              </Link>
            ) : (
              <span>{t("by", { name: host.name })}</span>
            )}
          </span>
        }
      />
      <div className="grid grid-cols-1 gap-8 lg:grid-cols-[minmax(0,1fr)_20rem] lg:grid-rows-[auto_1fr]">
        <div className="flex min-w-0 flex-col gap-8">
          {event.cover && <Cover url={event.cover} className="rounded-lg" />}
          {event.state === "cancelled" && (
            <Notice tone="warning">
              <p className="font-medium">{t("cancelledNote")}</p>
              {event.cancel_note && (
                <p className="mt-1 whitespace-pre-wrap [overflow-wrap:anywhere]">{event.cancel_note}</p>
              )}
            </Notice>
          )}
          <EventFacts event={event} />
        </div>
        <aside className="flex flex-col gap-4 lg:col-start-2 lg:row-span-2 lg:row-start-1">
          {event.can_manage && <HostActions event={event} />}
          {(!event.can_manage || event.state === "published") && <MyPlace event={event} />}
        </aside>
        <div className="flex min-w-0 flex-col gap-8">
          <section aria-labelledby="about">
            <h2 id="about" className="mb-3 text-xl">
              {t("about")}
            </h2>
            <p className="measure whitespace-pre-wrap [overflow-wrap:anywhere]">
              {event.description ? <LinkedText text={event.description} /> : t("noDescription")}
            </p>
          </section>
          {event.tags.length > 0 && (
            <ul aria-label={t("tags")} className="flex flex-wrap gap-1.5">
              {event.tags.map((tag) => (
                <li key={tag}>
                  <Link to={`/events?tag=${encodeURIComponent(tag)}`} className="hover:underline">
                    <Chip>{tag}</Chip>
                  </Link>
                </li>
              ))}
            </ul>
          )}
        </div>
      </div>
    </>
  );
}
