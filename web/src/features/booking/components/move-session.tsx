import { useQueryClient } from "@tanstack/react-query";
import { ArrowLeft, ArrowRight } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "@/api/api-error";
import { call } from "@/api/call";
import type { Booking } from "@/api/contract.gen";
import { errorText } from "@/lib/error-text";
import { formatDateTime, formatTheirTime, formatYourTime } from "@/lib/format";
import { usePreference, useViewerZone } from "@/lib/preferences";
import { useBookingRules } from "@/lib/site-status";
import { Button } from "@/ui/button";
import { Sheet } from "@/ui/dialog";
import { Notice } from "@/ui/states";
import { toast } from "@/ui/toast";
import { bookingQuery, moveTimesQuery, type Side } from "../api/queries";
import { refusalOf, timeIsGone } from "../model/move";
import { otherIn } from "../model/side";
import { ChooseTime } from "./choose-time";

type Props = { booking: Booking; side: Side };

/** Another time for a session, or why there can be none. */
export function MoveSession({ booking, side }: Props) {
  const { t } = useTranslation("booking");
  const [zone] = useViewerZone();
  const [hours] = usePreference("hours");
  const [open, setOpen] = useState(false);
  const until = booking.move_until ? formatDateTime(booking.move_until, zone, hours) : "";
  const refusal = refusalOf(booking);
  if (refusal)
    return (
      <p className="order-last w-full text-sm text-ink-2">
        {refusal === "none_left" ? t("move.noneLeft") : t(`move.tooLate_${side}`, { until })}
      </p>
    );
  return (
    <>
      <Button variant="secondary" onClick={() => setOpen(true)}>
        {t("move.open")}
      </Button>
      <Sheet
        open={open}
        onOpenChange={setOpen}
        title={t("move.title")}
        description={
          booking.mentor_away && side === "student"
            ? t("move.rule_away", { until })
            : t(`move.rule_${side}`, { until, count: booking.moves_left })
        }
      >
        <Steps booking={booking} side={side} onDone={() => setOpen(false)} />
      </Sheet>
    </>
  );
}

function Steps({ booking, side, onDone }: Props & { onDone: () => void }) {
  const { t } = useTranslation("booking");
  const cache = useQueryClient();
  const [zone] = useViewerZone();
  const [chosen, setChosen] = useState<string | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const move = async (start: string) => {
    setBusy(true);
    setFailure(null);
    try {
      const done = await call("booking.move", {
        params: { booking: booking.id },
        body: { from: booking.start, start },
      });
      cache.setQueryData(bookingQuery(booking.id).queryKey, done);
      toast(t("move.done", { name: otherIn(booking, side).name }));
      onDone();
    } catch (error) {
      const gone = error instanceof ApiError && timeIsGone.has(error.reason);
      setFailure(gone ? t("move.gone") : errorText(error));
      if (gone) setChosen(null);
    } finally {
      setBusy(false);
      void cache.invalidateQueries({ queryKey: ["booking"] });
    }
  };

  return (
    <div className="flex flex-col gap-5 pb-4">
      {failure && (
        <div role="alert">
          <Notice tone="warning">{failure}</Notice>
        </div>
      )}
      {chosen ? (
        <Confirm
          booking={booking}
          side={side}
          start={chosen}
          busy={busy}
          onBack={() => {
            setFailure(null);
            setChosen(null);
          }}
          onConfirm={() => move(chosen)}
        />
      ) : (
        <ChooseTime
          key={zone}
          name={booking.mentor.name}
          nextFreeAt={booking.start}
          zone={zone}
          query={(range) => moveTimesQuery(booking.id, range)}
          onChoose={(start) => {
            setFailure(null);
            setChosen(start);
          }}
        />
      )}
    </div>
  );
}

type ConfirmProps = Props & { start: string; busy: boolean; onBack: () => void; onConfirm: () => void };

/** What was and what will be, before it is done. */
function Confirm({ booking, side, start, busy, onBack, onConfirm }: ConfirmProps) {
  const { t } = useTranslation("booking");
  const [zone] = useViewerZone();
  const [hours] = usePreference("hours");
  const rules = useBookingRules();
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  const other = otherIn(booking, side);
  const freeUntil = rules?.freeUntil(start);
  return (
    <section aria-labelledby="move-confirm" className="flex flex-col gap-5">
      <div>
        <button
          type="button"
          onClick={onBack}
          className="-ml-1 inline-flex min-h-9 items-center gap-1.5 px-1 text-sm text-ink-2 hover:text-ink"
        >
          <ArrowLeft size={18} strokeWidth={1.75} aria-hidden />
          {t("confirm.back")}
        </button>
        <h3 id="move-confirm" ref={title} tabIndex={-1} className="mt-1 text-lg outline-none">
          {t("confirm.title")}
        </h3>
      </div>
      <dl className="tabular flex flex-col gap-4 text-sm">
        <div>
          <dt className="text-ink-3">{t("move.from")}</dt>
          <dd className="text-ink-2 line-through">{formatYourTime(booking.start, zone, hours)}</dd>
        </div>
        <div>
          <dt className="flex items-center gap-1.5 text-ink-3">
            <ArrowRight size={16} strokeWidth={1.75} aria-hidden />
            {t("move.to")}
          </dt>
          <dd className="font-semibold">{formatYourTime(start, zone, hours)}</dd>
          <dd className="text-ink-2">
            {formatTheirTime(start, { name: other.name, zone: other.time_zone }, zone, hours)}
          </dd>
        </div>
      </dl>
      <p className="text-sm text-ink-2">{t("move.price")}</p>
      <p className="text-sm text-ink-2">
        {side === "mentor"
          ? t("move.mayDecline", { name: other.name })
          : rules &&
            freeUntil &&
            (freeUntil > new Date()
              ? t("refund.rule", { until: formatDateTime(freeUntil, zone, hours) })
              : t("refund.tooSoon", { free: rules.free }))}
      </p>
      <Button size="lg" wide busy={busy} onClick={onConfirm}>
        {t("move.confirm")}
      </Button>
    </section>
  );
}
