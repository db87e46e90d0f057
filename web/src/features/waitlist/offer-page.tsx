import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ArrowLeft } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useParams } from "react-router";
import { call } from "@/api/call";
import type { Wait } from "@/api/contract.gen";
import { errorText } from "@/lib/error-text";
import { formatMinutes, formatTime, formatYourTime } from "@/lib/format";
import { usePreference, useViewerZone } from "@/lib/preferences";
import { Card, Skeleton } from "@/ui/bits";
import { Button } from "@/ui/button";
import { Countdown } from "@/ui/countdown";
import { Page, PageHeader } from "@/ui/page";
import { ErrorState, Notice } from "@/ui/states";
import { toast } from "@/ui/toast";
import { putWait, waitQuery } from "./queries";

/** One wait: the offer with what is left of it, or how the wait stands. */
export default function OfferPage() {
  const { t } = useTranslation("waitlist");
  const id = Number(useParams().wait);
  const wait = useQuery(waitQuery(id));
  return (
    <Page width="form">
      <Link
        to="/waitlist"
        className="mb-5 -ml-1 inline-flex min-h-9 items-center gap-1.5 px-1 text-sm text-ink-2 hover:text-ink"
      >
        <ArrowLeft size={18} strokeWidth={1.75} aria-hidden />
        {t("offer.back")}
      </Link>
      {wait.isPending ? (
        <Skeleton className="h-72 rounded-lg" />
      ) : !wait.data ? (
        <ErrorState error={wait.error} onRetry={() => wait.refetch()} busy={wait.isFetching} />
      ) : (
        <>
          <PageHeader title={t("offer.title", { name: wait.data.mentor_name })} />
          {wait.data.state === "offered" ? <Offer wait={wait.data} /> : <Standing wait={wait.data} />}
        </>
      )}
    </Page>
  );
}

const offerSeconds = 30 * 60;

function Offer({ wait }: { wait: Wait }) {
  const { t } = useTranslation("waitlist");
  const cache = useQueryClient();
  const navigate = useNavigate();
  const [zone] = useViewerZone();
  const [hours] = usePreference("hours");
  const params = { wait: wait.id };
  const renew = () => void cache.invalidateQueries({ queryKey: ["waitlist"] });

  const accept = useMutation({
    mutationFn: () => call("waitlist.accept", { params, body: {} }),
    onSuccess: (taken) => {
      putWait(cache, taken);
      navigate(`/bookings/${taken.booking}/payment`);
    },
    onError: renew,
  });
  const move = useMutation({
    mutationFn: (session: number) => call("waitlist.accept", { params, body: { move: session } }),
    onSuccess: (taken) => {
      putWait(cache, taken);
      toast(t("offer.moved", { name: wait.mentor_name }));
      navigate(`/sessions/${taken.booking}`);
    },
    onError: renew,
  });
  const decline = useMutation({
    mutationFn: () => call("waitlist.decline", { params }),
    onSuccess: (passed) => {
      putWait(cache, passed);
      toast(t("offer.declined"));
    },
    onError: renew,
  });
  const failure = accept.error ?? move.error ?? decline.error;
  const busy = accept.isPending || move.isPending || decline.isPending;
  const { movable } = wait;
  const until = wait.offer_expires_at ?? new Date().toISOString();
  return (
    <Card className="flex flex-col gap-5">
      {failure && (
        <div role="alert">
          <Notice tone="warning">{errorText(failure)}</Notice>
        </div>
      )}
      <div className="tabular">
        {wait.offer_start && (
          <p className="font-display text-xl font-semibold">
            {formatYourTime(wait.offer_start, zone, hours)}
          </p>
        )}
        <p className="text-ink-2">
          {wait.service_title} · {formatMinutes(wait.minutes)}
        </p>
      </div>
      <div className="flex items-center gap-4">
        <Countdown until={until} total={offerSeconds} label={t("offer.kept")} onEnd={renew} />
        <p className="text-sm text-ink-2">{t("offer.until", { until: formatTime(until, zone, hours) })}</p>
      </div>
      {movable && (
        <div className="flex flex-col gap-2">
          <Button
            size="lg"
            wide
            busy={move.isPending}
            disabled={busy}
            onClick={() => move.mutate(movable.booking)}
          >
            {t("offer.move")}
          </Button>
          <p className="text-sm text-ink-3">
            {t("offer.moveHelp", {
              when: formatYourTime(movable.start, zone, hours),
              count: movable.moves_left,
            })}
          </p>
        </div>
      )}
      <div className={movable ? "flex flex-col gap-2 border-t border-line pt-4" : "flex flex-col gap-2"}>
        <Button
          size="lg"
          variant={movable ? "secondary" : "primary"}
          wide
          busy={accept.isPending}
          disabled={busy}
          onClick={() => accept.mutate()}
        >
          {t(movable ? "offer.acceptToo" : "offer.accept")}
        </Button>
        <p className="text-sm text-ink-3">{t("offer.acceptHelp")}</p>
      </div>
      <div className="flex flex-col gap-2 border-t border-line pt-4">
        <Button
          variant="secondary"
          wide
          busy={decline.isPending}
          disabled={busy}
          onClick={() => decline.mutate()}
        >
          {t("offer.decline")}
        </Button>
        <p className="text-sm text-ink-3">{t("offer.declineHelp")}</p>
      </div>
    </Card>
  );
}

function Standing({ wait }: { wait: Wait }) {
  const { t } = useTranslation("waitlist");
  const state = wait.state === "offered" ? "waiting" : wait.state;
  return (
    <Card className="flex flex-col items-start gap-3">
      <h2 className="text-lg">{t(`offer.${state}`)}</h2>
      <p className="text-ink-2">{t(`offer.${state}Body`)}</p>
      {state === "accepted" && wait.booking ? (
        <Button asChild>
          <Link to={`/sessions/${wait.booking}`}>{t("offer.session")}</Link>
        </Button>
      ) : (
        <Button asChild variant="secondary">
          <Link to={`/mentors/${wait.mentor}?service=${wait.service}`}>
            {t("offer.mentor", { name: wait.mentor_name })}
          </Link>
        </Button>
      )}
    </Card>
  );
}
