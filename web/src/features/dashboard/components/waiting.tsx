import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Bell, ChevronRight } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Booking } from "@/api/contract.gen";
import { formatDateTime, formatMoney } from "@/lib/format";
import { usePreference, useViewerZone } from "@/lib/preferences";
import { Card } from "@/ui/bits";
import { Button } from "@/ui/button";
import { Countdown } from "@/ui/countdown";
import { studentDashboardQuery, unreadQuery } from "../queries";

/** Times held and not paid: they are lost when the ring is empty. */
export function HoldsToPay({ holds }: { holds: Booking[] }) {
  const { t } = useTranslation("dashboard");
  const [zone] = useViewerZone();
  const [hours] = usePreference("hours");
  const cache = useQueryClient();
  if (holds.length === 0) return null;
  return (
    <Card className="flex flex-col gap-4">
      <h2 className="text-lg">{t("holds.title")}</h2>
      <ul className="flex flex-col gap-4">
        {holds.map((booking) => (
          <li key={booking.id} className="flex flex-wrap items-center justify-between gap-3">
            <div className="min-w-0 text-sm">
              <p className="font-medium">{t("holds.with", { name: booking.mentor.name })}</p>
              <p className="tabular text-ink-2">
                {formatDateTime(booking.start, zone, hours)} · {formatMoney(booking.price)}
              </p>
            </div>
            <div className="flex items-center gap-3">
              {booking.hold_expires_at && (
                <Countdown
                  until={booking.hold_expires_at}
                  total={(Date.parse(booking.hold_expires_at) - Date.parse(booking.created_at)) / 1000}
                  label={t("holds.left")}
                  onEnd={() => void cache.invalidateQueries({ queryKey: studentDashboardQuery.queryKey })}
                />
              )}
              <Button asChild size="sm">
                <Link to={`/bookings/${booking.id}/payment`}>{t("holds.pay")}</Link>
              </Button>
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}

export function UnreadNote() {
  const { t } = useTranslation("dashboard");
  const { data } = useQuery(unreadQuery);
  if (!data || data.unread === 0) return null;
  return (
    <Link
      to="/notifications"
      className="flex min-h-14 items-center gap-3 rounded-lg border border-line bg-surface px-5 text-sm font-medium hover:border-line-strong"
    >
      <Bell size={20} strokeWidth={1.75} aria-hidden className="text-primary-ink" />
      <span className="grow">{t("unread", { count: data.unread })}</span>
      <ChevronRight size={18} strokeWidth={1.75} aria-hidden className="text-ink-3" />
    </Link>
  );
}
