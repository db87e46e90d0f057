import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import { call } from "@/api/call";
import { newKey } from "@/lib/new-key";
import { useViewerZone } from "@/lib/preferences";
import { Skeleton } from "@/ui/bits";
import { afterSaving } from "@/ui/leave-guard";
import { Page, PageHeader } from "@/ui/page";
import { ErrorState } from "@/ui/states";
import { toast } from "@/ui/toast";
import { eventQuery } from "./api/queries";
import { EventForm } from "./components/event-form";
import { useKeptEvent } from "./components/my-place";
import { BackLink } from "./event-page";
import { emptyValues, valuesOf } from "./model/event";

/** /events/new and /events/12/edit. */
export default function EditPage() {
  const { event } = useParams();
  return event === undefined ? <NewEvent /> : <ChangedEvent id={Number(event)} />;
}

function NewEvent() {
  const { t } = useTranslation("events");
  const [zone] = useViewerZone();
  const navigate = useNavigate();
  const kept = useKeptEvent();
  const [key] = useState(newKey); // a repeat after a lost answer is the same event
  return (
    <Page width="form">
      <BackLink to="/events">{t("back")}</BackLink>
      <PageHeader title={t("form.create")} lead={t("form.lead")} />
      <EventForm
        values={emptyValues(zone)}
        save={async (wish) => {
          const made = await call("events.create", { body: { ...wish, client_key: key } });
          kept(made);
          navigate(`/events/${made.id}`, { state: afterSaving });
        }}
      />
    </Page>
  );
}

function ChangedEvent({ id }: { id: number }) {
  const { t } = useTranslation("events");
  const navigate = useNavigate();
  const kept = useKeptEvent();
  const query = useQuery(eventQuery(id));
  const event = query.data;
  return (
    <Page width="form">
      <BackLink to={`/events/${id}`}>{t("toEvent")}</BackLink>
      <PageHeader
        title={t("form.edit")}
        lead={event && t(event.state === "draft" ? "form.lead" : "form.editLead")}
      />
      {event?.can_manage ? (
        <EventForm
          event={event}
          values={valuesOf(event)}
          save={async (wish) => {
            kept(await call("events.update", { params: { event: id }, body: wish }));
            toast(t("form.saved"));
            navigate(`/events/${id}`, { state: afterSaving });
          }}
        />
      ) : query.isFetching ? (
        <Skeleton className="h-96" />
      ) : (
        <ErrorState error={query.error} kept={t("missing")} onRetry={() => query.refetch()} />
      )}
    </Page>
  );
}
