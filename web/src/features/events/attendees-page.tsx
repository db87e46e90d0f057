import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useParams, useSearchParams } from "react-router";
import { call } from "@/api/call";
import { CsvButton } from "@/ui/csv-button";
import { Page, PageHeader } from "@/ui/page";
import { ErrorState, Notice } from "@/ui/states";
import { attendeesQuery, eventQuery } from "./api/queries";
import { AttendeeList } from "./components/attendee-list";
import { CheckInForm } from "./components/check-in";
import { BackLink } from "./event-page";

/** /events/12/attendees?code=…: who comes, for who manages the event; and the door. */
export default function AttendeesPage() {
  const { t } = useTranslation("events");
  const id = Number(useParams().event);
  const [address, setAddress] = useSearchParams();
  const code = address.get("code") ?? "";
  const one = useQuery(eventQuery(id));
  const event = one.data;
  const list = useInfiniteQuery({ ...attendeesQuery(id), enabled: event?.can_manage === true });
  const first = list.data?.pages[0];
  const some = first !== undefined && first.items.length > 0;
  if (!event && one.isError)
    return (
      <Page width="form">
        <ErrorState error={one.error} onRetry={() => one.refetch()} busy={one.isFetching} />
      </Page>
    );
  if (event && !event.can_manage)
    return (
      <Page width="form">
        <BackLink to={`/events/${id}`}>{t("toEvent")}</BackLink>
        <PageHeader title={t("attendees.title")} />
        <Notice tone="warning">
          {t(code ? "attendees.notYours" : "attendees.notHost", { title: event.title })}
        </Notice>
      </Page>
    );
  return (
    <Page width="form">
      <BackLink to={`/events/${id}`}>{t("toEvent")}</BackLink>
      <PageHeader
        title={t("attendees.title")}
        lead={
          event && first ? (
            <>
              <span className="block font-medium text-ink">{event.title}</span>
              <span className="tabular">
                {t("attendees.counts", {
                  taken: first.taken,
                  waiting: first.waiting,
                  in: first.checked_in,
                })}
              </span>
            </>
          ) : undefined
        }
        action={
          some ? (
            <CsvButton
              label={t("attendees.export")}
              load={() => call("events.attendeeFile", { params: { event: id } })}
            />
          ) : undefined
        }
      />
      {some && event?.state === "published" && (
        <CheckInForm event={id} code={code} onUsed={() => setAddress({}, { replace: true })} />
      )}
      <AttendeeList event={id} list={list} label={t("attendees.title")} />
    </Page>
  );
}
