import { useMutation, useQueryClient } from "@tanstack/react-query";
import { CalendarPlus, ExternalLink } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { call } from "@/api/call";
import type { CommunityEvent, MyRegistration } from "@/api/contract.gen";
import { happened } from "@/lib/counting";
import { errorText } from "@/lib/error-text";
import { formatDateTime } from "@/lib/format";
import { usePreference, useViewerZone } from "@/lib/preferences";
import { useNow } from "@/lib/use-now";
import { useUser } from "@/lib/use-session";
import { Card } from "@/ui/bits";
import { Button } from "@/ui/button";
import { ConfirmDialog } from "@/ui/dialog";
import { QrCode } from "@/ui/qr-code";
import { toast } from "@/ui/toast";
import { eventQuery } from "../api/queries";
import { doorOf } from "../model/event";

/** Keeps what the server answered, and has everything else about events asked for again. */
export function useKeptEvent() {
  const cache = useQueryClient();
  return (event: CommunityEvent) => {
    cache.setQueryData(eventQuery(event.id).queryKey, event);
    void cache.invalidateQueries({ queryKey: ["events"] });
  };
}

/** Whether the viewer comes, and how that changes. */
export function MyPlace({ event }: { event: CommunityEvent }) {
  const { t } = useTranslation("events");
  return (
    <Card className="flex flex-col gap-4">
      <h2 className="text-lg">{t("place.title")}</h2>
      <Standing event={event} />
      {event.state === "published" && (
        <Button asChild variant="secondary" wide>
          <a href={`/api/v1/event-calendar/${event.id}.ics`} download>
            <CalendarPlus size={18} strokeWidth={1.75} aria-hidden />
            {t("place.calendar")}
          </a>
        </Button>
      )}
    </Card>
  );
}

function Standing({ event }: { event: CommunityEvent }) {
  const { t } = useTranslation("events");
  const user = useUser();
  const kept = useKeptEvent();
  const now = useNow(60_000);
  const params = { event: event.id };
  const onError = (error: unknown) => {
    toast.error(errorText(error));
    // Most likely the places stand differently by now.
    call("events.get", { params }).then(kept, () => {});
  };
  const register = useMutation({
    mutationFn: (wait: boolean) => call("events.register", { params, body: { wait } }),
    onSuccess: (next) => {
      happened("event_joined");
      kept(next);
    },
    onError,
  });
  const leave = () => call("events.unregister", { params }).then(kept);
  const giveBack = useMutation({ mutationFn: leave, onError });
  const mine = event.mine;

  if (event.state === "cancelled") return <p className="text-ink-2">{t("cancelledNote")}</p>;
  if (event.state === "draft") return <p className="text-ink-2">{t("draftNote")}</p>;
  if (mine?.state === "registered") return <Registered event={event} mine={mine} onLeave={leave} />;
  if (!event.open) {
    const begun = Date.parse(event.starts_at) <= now.getTime();
    const over = Date.parse(event.ends_at) <= now.getTime();
    return <p className="text-ink-2">{t(over ? "place.over" : begun ? "place.started" : "place.host")}</p>;
  }
  if (!user)
    return (
      <Button asChild wide>
        <Link to={`/sign-in?next=${encodeURIComponent(`/events/${event.id}`)}`}>{t("place.signIn")}</Link>
      </Button>
    );
  if (mine?.state === "offered")
    return (
      <Offered mine={mine}>
        <Button wide busy={register.isPending} onClick={() => register.mutate(false)}>
          {t("place.take")}
        </Button>
        <Button variant="ghost" wide busy={giveBack.isPending} onClick={() => giveBack.mutate()}>
          {t("place.decline")}
        </Button>
      </Offered>
    );
  if (mine?.state === "waiting" && event.free === 0)
    return (
      <>
        <div>
          <p className="font-medium">{t("place.waiting")}</p>
          <p className="mt-1 text-sm text-ink-2">
            {mine.ahead === 0 ? t("place.ahead_zero") : t("place.ahead", { count: mine.ahead ?? 0 })}
          </p>
        </div>
        <Button variant="secondary" wide busy={giveBack.isPending} onClick={() => giveBack.mutate()}>
          {t("place.leaveWaitlist")}
        </Button>
      </>
    );
  const full = event.free === 0;
  return (
    <>
      {mine?.state === "lapsed" && <p className="text-sm text-ink-2">{t("place.lapsed")}</p>}
      {full && <p className="text-sm text-ink-2">{t("place.fullBody")}</p>}
      <Button wide busy={register.isPending} onClick={() => register.mutate(full)}>
        {t(full ? "place.wait" : "place.register")}
      </Button>
    </>
  );
}

function Offered({ mine, children }: { mine: MyRegistration; children: React.ReactNode }) {
  const { t } = useTranslation("events");
  const [zone] = useViewerZone();
  const [hours] = usePreference("hours");
  return (
    <>
      <div role="status" className="rounded-md bg-warning-soft p-4 text-warning-ink">
        <p className="font-medium">{t("place.offered")}</p>
        {mine.offer_expires_at && (
          <p className="tabular mt-1 text-sm">
            {t("place.offeredUntil", { when: formatDateTime(mine.offer_expires_at, zone, hours) })}
          </p>
        )}
      </div>
      {children}
    </>
  );
}

type RegisteredProps = { event: CommunityEvent; mine: MyRegistration; onLeave: () => Promise<unknown> };

function Registered({ event, mine, onLeave }: RegisteredProps) {
  const { t } = useTranslation("events");
  const [zone] = useViewerZone();
  const [hours] = usePreference("hours");
  const [leaving, setLeaving] = useState(false);
  const code = mine.code ?? "";
  return (
    <>
      <div>
        <p className="font-medium text-success-ink">{t("place.registered")}</p>
        {mine.checked_in_at && (
          <p className="tabular text-sm text-ink-2">
            {t("place.checkedIn", { when: formatDateTime(mine.checked_in_at, zone, hours) })}
          </p>
        )}
      </div>
      <div className="rounded-md bg-sunken p-4">
        <p className="text-sm text-ink-2">{t("place.code")}</p>
        <p className="mt-1 font-mono text-xl font-semibold tracking-widest select-all">
          {code.slice(0, 4)}-{code.slice(4)}
        </p>
        <p className="mt-1 mb-3 text-sm text-ink-2">{t("place.codeHelp")}</p>
        <QrCode text={`${window.location.origin}${doorOf(event.id, code)}`} label={t("place.qr")} />
      </div>
      {event.online_url && (
        <Button asChild wide>
          <a href={event.online_url} target="_blank" rel="nofollow noopener noreferrer">
            <ExternalLink size={18} strokeWidth={1.75} aria-hidden />
            {t("place.join")}
          </a>
        </Button>
      )}
      {event.open && (
        <Button variant="danger-ghost" wide onClick={() => setLeaving(true)}>
          {t("place.leave")}
        </Button>
      )}
      <ConfirmDialog
        open={leaving}
        onOpenChange={setLeaving}
        title={t("place.leaveTitle")}
        confirm={t("place.leave")}
        danger
        errorText={errorText}
        onConfirm={() => onLeave().then(() => toast(t("place.left")))}
      >
        <p>{t("place.leaveBody")}</p>
      </ConfirmDialog>
    </>
  );
}
