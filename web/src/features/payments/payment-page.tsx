import { CalendarX, CircleCheck, Clock3, CreditCard, Undo2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import type { PaymentStatus } from "@/api/contract.gen";
import { errorText } from "@/lib/error-text";
import { formatDateTime, formatMoney } from "@/lib/format";
import { usePreference, useViewerZone } from "@/lib/preferences";
import { Skeleton } from "@/ui/bits";
import { Button } from "@/ui/button";
import { Countdown } from "@/ui/countdown";
import { Page, PageHeader } from "@/ui/page";
import { ErrorState, Notice } from "@/ui/states";
import { usePayment } from "./api/use-payment";
import { GiveBack } from "./components/give-back";
import { Timeline } from "./components/timeline";
import { What } from "./components/what";

const icon = { strokeWidth: 1.75 };

/** From the hold to the confirmed session. Safe to reload and to close at any point. */
export default function PaymentPage() {
  const { t } = useTranslation("payments");
  const { booking = "" } = useParams();
  const payment = usePayment(Number(booking));
  const { status, phase } = payment;
  return (
    <Page width="form">
      <PageHeader title={phase ? t(`title.${phase}`) : t("title.loading")} />
      {status.isPending ? (
        <div className="flex flex-col gap-6">
          <Skeleton className="h-64 rounded-lg" />
          <Skeleton className="h-12" />
          <Skeleton className="h-48" />
        </div>
      ) : status.data ? (
        <div className="flex flex-col gap-6">
          <div aria-live="polite">
            <Now payment={payment} status={status.data} />
          </div>
          <What booking={status.data.booking} />
          {phase === "pay" && <Pay payment={payment} status={status.data} />}
          <Timeline status={status.data} />
        </div>
      ) : (
        <ErrorState error={status.error} onRetry={() => status.refetch()} busy={status.isFetching} />
      )}
    </Page>
  );
}

type Props = { payment: ReturnType<typeof usePayment>; status: PaymentStatus };

/** Where it stands, in words, with the one thing to do next. */
function Now({ payment, status }: Props) {
  const { t } = useTranslation("payments");
  const [zone] = useViewerZone();
  const [hours] = usePreference("hours");
  const { booking, refund_by } = status;
  const refundBy = refund_by ? formatDateTime(refund_by, zone, hours) : null;
  switch (payment.phase) {
    case "confirmed":
      return (
        <Notice tone="success" icon={<CircleCheck {...icon} />}>
          <p>{t("now.confirmed", { name: booking.mentor.name })}</p>
          <p className="mt-3 flex flex-wrap gap-2">
            <Button asChild size="sm">
              <Link to={`/sessions/${booking.id}`}>{t("now.session")}</Link>
            </Button>
            <Button asChild size="sm" variant="secondary">
              <Link to="/student">{t("now.dashboard")}</Link>
            </Button>
          </p>
        </Notice>
      );
    case "waiting":
      return (
        <Notice icon={<Clock3 {...icon} />}>
          <p className="font-medium">{t("now.waiting")}</p>
          <p className="mt-1">{t("now.waitingHelp")}</p>
          {refundBy && <p className="mt-1">{t("now.refundBy", { by: refundBy })}</p>}
        </Notice>
      );
    case "refunding":
    case "refunded":
      return (
        <Notice tone={payment.phase === "refunded" ? "success" : "primary"} icon={<Undo2 {...icon} />}>
          <p>{t(`now.${payment.phase}`, { amount: formatMoney(booking.price) })}</p>
          {payment.phase === "refunding" && refundBy && (
            <p className="mt-1">{t("now.refundingBy", { by: refundBy })}</p>
          )}
          <MentorLink status={status} />
        </Notice>
      );
    case "expired":
    case "cancelled":
      return (
        <Notice tone="warning" icon={<CalendarX {...icon} />}>
          <p>{t(`now.${payment.phase}`)}</p>
          {refundBy && <p className="mt-1">{t("now.lateMoney", { by: refundBy })}</p>}
          <MentorLink status={status} />
        </Notice>
      );
    default:
      return <AfterCheckout payment={payment} />;
  }
}

function MentorLink({ status }: { status: PaymentStatus }) {
  const { t } = useTranslation("payments");
  return (
    <Button asChild size="sm" variant="secondary" className="mt-3">
      <Link to={`/mentors/${status.booking.mentor.id}`}>
        {t("now.mentor", { name: status.booking.mentor.name })}
      </Link>
    </Button>
  );
}

/** What the checkout said last, while the hold still stands. */
function AfterCheckout({ payment }: { payment: Props["payment"] }) {
  const { t } = useTranslation("payments");
  const { verify, returned } = payment;
  if (verify.isPending) return <Notice icon={<Clock3 {...icon} />}>{t("now.verifying")}</Notice>;
  if (verify.isError) {
    return (
      <Notice tone="warning">
        <p>{errorText(verify.error)}</p>
        <Button
          size="sm"
          variant="secondary"
          className="mt-3"
          onClick={() => verify.variables && verify.mutate(verify.variables)}
        >
          {t("now.verifyAgain")}
        </Button>
      </Notice>
    );
  }
  if (returned === null || returned === "paid") return null;
  return <Notice tone={returned === "pending" ? "primary" : "warning"}>{t(`returned.${returned}`)}</Notice>;
}

function Pay({ payment, status }: Props) {
  const { t } = useTranslation("payments");
  const { booking } = status;
  const { pay, paying, verify } = payment;
  const until = booking.hold_expires_at;
  return (
    <section aria-label={t("pay.label")} className="flex flex-col gap-3">
      {until && (
        <div className="flex items-center justify-between gap-4">
          <p className="text-sm text-ink-2">{t("pay.held")}</p>
          <Countdown
            until={until}
            total={(Date.parse(until) - Date.parse(booking.created_at)) / 1000}
            label={t("pay.left")}
            onEnd={() => void payment.status.refetch()}
          />
        </div>
      )}
      {pay.isError && (
        <div role="alert">
          <Notice tone="warning">{errorText(pay.error)}</Notice>
        </div>
      )}
      <Button
        size="lg"
        wide
        busy={paying || verify.isPending}
        disabled={!booking.can_pay}
        onClick={() => pay.mutate()}
      >
        <CreditCard size={20} strokeWidth={1.75} aria-hidden />
        {t("pay.button", { amount: formatMoney(booking.price) })}
      </Button>
      <p className="text-sm text-ink-3">{t("pay.safe")}</p>
      {booking.can_cancel && <GiveBack booking={booking} />}
    </section>
  );
}
