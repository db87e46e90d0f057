import { useQuery } from "@tanstack/react-query";
import { ArrowLeft } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import type { Booking } from "@/api/contract.gen";
import {
  formatDateTime,
  formatMinutes,
  formatMoney,
  formatRelative,
  formatTheirTime,
  formatTime,
  formatYourTime,
} from "@/lib/format";
import { usePreference, useViewerZone } from "@/lib/preferences";
import { useNow } from "@/lib/use-now";
import { useUser } from "@/lib/use-session";
import { Avatar, Skeleton } from "@/ui/bits";
import { Button } from "@/ui/button";
import { Page, PageHeader } from "@/ui/page";
import { ErrorState, Notice } from "@/ui/states";
import { bookingQuery, type Side } from "./api/queries";
import { CancelSession } from "./components/cancel-session";
import { Description } from "./components/description";
import { MoveSession } from "./components/move-session";
import { StateBadge } from "./components/state-badge";
import { otherIn, sideIn } from "./model/side";

type Slots = {
  /** How to write to the other side, by public id. */
  contact: (id: string, label: string) => ReactNode;
  /** Their CV, if they have one. */
  cv: (id: string, name: string) => ReactNode;
  /** The way in and who was there; the name is the other's. */
  room: (booking: Booking, name: string) => ReactNode;
  /** For one's own calendar program; of a session that was confirmed. */
  calendar: (booking: Booking) => ReactNode;
  /** Of a session that took place. */
  feedback: (booking: Booking, side: Side) => ReactNode;
};

/** One session, for both of its people. */
export function SessionPage(slots: Slots) {
  const { t } = useTranslation("booking");
  const { session = "" } = useParams();
  const user = useUser();
  const booking = useQuery(bookingQuery(Number(session)));
  return (
    <Page width="form">
      <Link
        to="/sessions"
        className="mb-4 -ml-1 inline-flex min-h-9 items-center gap-1.5 px-1 text-sm text-ink-2 hover:text-ink"
      >
        <ArrowLeft size={18} strokeWidth={1.75} aria-hidden />
        {t("session.back")}
      </Link>
      {booking.isPending ? (
        <div className="flex flex-col gap-6">
          <Skeleton className="h-10 w-3/4" />
          <Skeleton className="h-24" />
          <Skeleton className="h-48" />
        </div>
      ) : booking.data ? (
        <Session booking={booking.data} side={sideIn(booking.data, user)} {...slots} />
      ) : (
        <ErrorState error={booking.error} onRetry={() => booking.refetch()} busy={booking.isFetching} />
      )}
    </Page>
  );
}

function Session({
  booking,
  side,
  contact,
  cv,
  room,
  calendar,
  feedback,
}: Slots & { booking: Booking; side: Side }) {
  const { t } = useTranslation("booking");
  const [zone] = useViewerZone();
  const [hours] = usePreference("hours");
  const now = useNow();
  const other = otherIn(booking, side);
  const open = booking.state === "held" || booking.state === "confirmed";
  const ahead = Date.parse(booking.start) > now.getTime();
  return (
    <>
      <PageHeader
        title={t("list.with", { title: booking.service_title, name: other.name })}
        lead={<StateBadge state={booking.state} running={!ahead} />}
      />
      {booking.can_pay && (
        <div className="mb-6 flex flex-wrap items-center justify-between gap-3 rounded-lg border border-line bg-surface p-4">
          <p className="text-sm text-ink-2">
            {booking.hold_expires_at &&
              t("session.payHelp", { until: formatTime(booking.hold_expires_at, zone, hours) })}
          </p>
          <Button asChild>
            <Link to={`/bookings/${booking.id}/payment`}>{t("session.pay")}</Link>
          </Button>
        </div>
      )}
      {booking.mentor_away && ahead && (
        <div className="mb-6">
          <Notice>{t(`session.mentorAway_${side}`, { name: other.name })}</Notice>
        </div>
      )}
      {booking.state === "completed" && <div className="mb-6">{feedback(booking, side)}</div>}
      {(booking.state === "confirmed" || booking.state === "completed" || booking.state === "missed") && (
        <div className="mb-6">{room(booking, other.name)}</div>
      )}
      <dl className="divide-y divide-line border-y border-line">
        <Row label={t("session.when")}>
          <div className="tabular">
            <time dateTime={booking.start} className="block font-medium">
              {formatYourTime(booking.start, zone, hours)}
            </time>
            <p className="text-sm text-ink-2">
              {t("session.until", {
                time: formatTime(booking.end, zone, hours),
                minutes: formatMinutes(booking.minutes),
              })}
            </p>
            <p className="text-sm text-ink-2">
              {formatTheirTime(booking.start, { name: other.name, zone: other.time_zone }, zone, hours)}
            </p>
            {open && (
              <p className="text-sm text-ink-3">
                {t(ahead ? "session.startsIn" : "session.startedAgo", {
                  when: formatRelative(booking.start, now),
                })}
              </p>
            )}
          </div>
        </Row>
        <Row label={t("session.with")}>
          <div className="flex flex-wrap items-center gap-3">
            <Avatar name={other.name} size="sm" />
            <span className="font-medium">{other.name}</span>
            {side === "student" && (
              <Link to={`/mentors/${other.id}`} className="link text-sm">
                {t("session.profile")}
              </Link>
            )}
            {(booking.state === "confirmed" ||
              booking.state === "completed" ||
              booking.state === "missed") && (
              <Link
                to={side === "student" ? `/my-mentors/${other.id}` : `/mentor/students/${other.id}`}
                className="link text-sm"
              >
                {t("session.workspace")}
              </Link>
            )}
            <span className="flex flex-wrap gap-2">
              {paidFor(booking) && cv(other.id, other.name)}
              {contact(other.id, t("session.message"))}
            </span>
          </div>
        </Row>
        <Row label={t("session.topic")}>
          <Description key={`${booking.topic} ${booking.note}`} booking={booking} side={side} />
        </Row>
        <Row label={t("session.money")}>
          <Money booking={booking} side={side} now={now} />
        </Row>
      </dl>
      <div className="mt-6 flex flex-wrap items-center gap-3">
        {booking.state === "confirmed" && calendar(booking)}
        {booking.state === "confirmed" && ahead && <MoveSession booking={booking} side={side} />}
        {booking.can_cancel && <CancelSession booking={booking} side={side} />}
        {booking.state === "confirmed" && ahead && side === "student" && (
          <Link to={`/mentors/${other.id}#book`} className="link text-sm">
            {t("session.sooner")}
          </Link>
        )}
      </div>
    </>
  );
}

/** Only those whose session was ever confirmed may read each other's CV. */
const paidFor = ({ state }: Booking) => state === "confirmed" || state === "completed" || state === "missed";

function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-1 gap-x-6 gap-y-1.5 py-5 sm:grid-cols-[10rem_minmax(0,1fr)]">
      <dt className="text-sm text-ink-3">{label}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}

/** Where the money is, and until when cancelling is free. */
function Money({ booking, side, now }: { booking: Booking; side: Side; now: Date }) {
  const { t } = useTranslation("booking");
  const [zone] = useViewerZone();
  const [hours] = usePreference("hours");
  const until = booking.refund_free_until;
  return (
    <div className="flex flex-col items-start gap-1">
      <p className="tabular font-medium">{formatMoney(booking.price)}</p>
      <p className="text-sm text-ink-2">
        {t(`money.${booking.money}`, { price: formatMoney(booking.price) })}{" "}
        {booking.cancelled_by && t(`session.cancelledBy.${booking.cancelled_by}`)}
      </p>
      {until && booking.can_cancel && side === "student" && (
        <p className="text-sm text-ink-2">
          {t(now.getTime() <= Date.parse(until) ? "cancel.freeUntil" : "cancel.tooLate", {
            until: formatDateTime(until, zone, hours),
          })}
        </p>
      )}
      {side === "student" && (booking.money !== "unpaid" || booking.state === "held") && (
        <Link to={`/bookings/${booking.id}/payment`} className="link text-sm">
          {t("session.payment")}
        </Link>
      )}
    </div>
  );
}
