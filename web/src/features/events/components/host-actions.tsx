import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { call } from "@/api/call";
import type { CommunityEvent } from "@/api/contract.gen";
import { errorText } from "@/lib/error-text";
import { newKey } from "@/lib/new-key";
import { useNow } from "@/lib/use-now";
import { Card } from "@/ui/bits";
import { Button } from "@/ui/button";
import { ConfirmDialog } from "@/ui/dialog";
import { Field, Textarea } from "@/ui/field";
import { toast } from "@/ui/toast";
import { useKeptEvent } from "./my-place";

/** For who manages the event. What the state does not allow is not offered. */
export function HostActions({ event }: { event: CommunityEvent }) {
  const { t } = useTranslation("events");
  const navigate = useNavigate();
  const kept = useKeptEvent();
  const now = useNow(60_000);
  const [key, setKey] = useState(newKey);
  const [cancelling, setCancelling] = useState(false);
  const params = { event: event.id };
  const onError = (error: unknown) => toast.error(errorText(error));
  const publish = useMutation({
    mutationFn: (published: boolean) => call("events.publish", { params, body: { published } }),
    onSuccess: (saved) => {
      kept(saved);
      toast(t(saved.state === "published" ? "manage.published" : "manage.unpublished"));
    },
    onError,
  });
  const duplicate = useMutation({
    mutationFn: () => call("events.duplicate", { params, body: { client_key: key } }),
    onSuccess: (copy) => {
      setKey(newKey());
      kept(copy);
      toast(t("manage.copied"));
      navigate(`/events/${copy.id}`);
    },
    onError,
  });
  const ahead = Date.parse(event.starts_at) > now.getTime();
  const over = Date.parse(event.ends_at) <= now.getTime();
  const nobody = event.taken + event.waiting === 0;
  return (
    <Card className="flex flex-col gap-2">
      <h2 className="mb-2 text-lg">{t("manage.title")}</h2>
      {event.state === "draft" && ahead && (
        <Button wide busy={publish.isPending} onClick={() => publish.mutate(true)}>
          {t("manage.publish")}
        </Button>
      )}
      {event.state !== "draft" && (
        <Button asChild wide variant="secondary">
          <Link to={`/events/${event.id}/attendees`}>{t("manage.attendees")}</Link>
        </Button>
      )}
      {event.state !== "cancelled" && (ahead || event.state === "draft") && (
        <Button asChild wide variant="secondary">
          <Link to={`/events/${event.id}/edit`}>{t("manage.edit")}</Link>
        </Button>
      )}
      <Button wide variant="secondary" busy={duplicate.isPending} onClick={() => duplicate.mutate()}>
        {t("manage.duplicate")}
      </Button>
      {event.state === "published" && ahead && nobody && (
        <Button wide variant="ghost" busy={publish.isPending} onClick={() => publish.mutate(false)}>
          {t("manage.unpublish")}
        </Button>
      )}
      {event.state === "published" && !over && (
        <Button wide variant="danger-ghost" onClick={() => setCancelling(true)}>
          {t("manage.cancel")}
        </Button>
      )}
      <CancelDialog event={event} open={cancelling} onOpenChange={setCancelling} />
    </Card>
  );
}

type DialogProps = { event: CommunityEvent; open: boolean; onOpenChange: (open: boolean) => void };

function CancelDialog({ event, open, onOpenChange }: DialogProps) {
  const { t } = useTranslation("events");
  const kept = useKeptEvent();
  const [note, setNote] = useState("");
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={t("manage.cancelTitle")}
      confirm={t("manage.cancelConfirm")}
      cancel={t("manage.keep")}
      danger
      errorText={errorText}
      onConfirm={async () => {
        kept(await call("events.cancel", { params: { event: event.id }, body: { note } }));
        toast(t("manage.cancelled"));
      }}
    >
      <p>{t("manage.cancelBody")}</p>
      <Field label={t("manage.cancelNote")} optional>
        <Textarea rows={3} maxLength={500} value={note} onChange={(change) => setNote(change.target.value)} />
      </Field>
    </ConfirmDialog>
  );
}
