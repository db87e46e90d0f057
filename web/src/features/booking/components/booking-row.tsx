import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Booking } from "@/api/contract.gen";
import { formatDay, formatMinutes, formatTime } from "@/lib/format";
import { usePreference, useViewerZone } from "@/lib/preferences";
import { Avatar } from "@/ui/bits";
import { Button } from "@/ui/button";
import type { Side } from "../api/queries";
import { otherIn } from "../model/side";
import { StateBadge } from "./state-badge";

/** One session in a list. The row leads to the session; paying has its own button. */
export function BookingRow({ booking, side }: { booking: Booking; side: Side }) {
  const { t } = useTranslation("booking");
  const [zone] = useViewerZone();
  const [hours] = usePreference("hours");
  const other = otherIn(booking, side);
  return (
    <div className="relative flex flex-wrap items-center gap-x-4 gap-y-3 py-4 transition-colors hover:bg-hover sm:px-3">
      <time dateTime={booking.start} className="tabular w-24 shrink-0 sm:w-28">
        <span className="block text-sm text-ink-2">{formatDay(booking.start, zone)}</span>
        <span className="block font-display text-lg leading-6 font-semibold">
          {formatTime(booking.start, zone, hours)}
        </span>
      </time>
      <div className="hidden sm:block">
        <Avatar name={other.name} />
      </div>
      <div className="min-w-40 flex-1">
        <Link
          to={`/sessions/${booking.id}`}
          className="font-medium outline-offset-4 after:absolute after:inset-0"
        >
          {t("list.with", { title: booking.service_title, name: other.name })}
        </Link>
        <p className="truncate text-sm text-ink-3">
          {[formatMinutes(booking.minutes), booking.topic].filter(Boolean).join(" · ")}
        </p>
      </div>
      <div className="relative flex items-center gap-3">
        <StateBadge state={booking.state} running={Date.parse(booking.start) <= Date.now()} />
        {booking.can_pay && (
          <Button asChild size="sm">
            <Link to={`/bookings/${booking.id}/payment`}>{t("list.pay")}</Link>
          </Button>
        )}
      </div>
    </div>
  );
}
