import { useTranslation } from "react-i18next";
import type { Booking } from "@/api/contract.gen";
import { formatMinutes, formatMoney, formatTheirTime, formatYourTime } from "@/lib/format";
import { usePreference, useViewerZone } from "@/lib/preferences";
import { Avatar, Card } from "@/ui/bits";

/** What is paid for: with whom, when on both clocks, the price lines. */
export function What({ booking }: { booking: Booking }) {
  const { t } = useTranslation("payments");
  const [zone] = useViewerZone();
  const [hours] = usePreference("hours");
  const { mentor } = booking;
  return (
    <Card className="flex flex-col gap-4">
      <div className="flex items-start gap-4">
        <Avatar name={mentor.name} />
        <div className="min-w-0">
          <p className="font-semibold">{booking.service_title}</p>
          <p className="text-sm text-ink-2">{t("what.with", { name: mentor.name })}</p>
        </div>
      </div>
      <p className="tabular text-sm">
        <time dateTime={booking.start} className="block font-medium">
          {formatYourTime(booking.start, zone, hours)}
        </time>
        <span className="text-ink-2">
          {formatTheirTime(booking.start, { name: mentor.name, zone: mentor.time_zone }, zone, hours)}
        </span>
      </p>
      <dl className="tabular flex flex-col gap-2 border-t border-line pt-4 text-sm">
        <div className="flex justify-between gap-4">
          <dt className="text-ink-2">{formatMinutes(booking.minutes)}</dt>
          <dd>{formatMoney(booking.price)}</dd>
        </div>
        <div className="flex justify-between gap-4 text-base font-semibold">
          <dt>{t(booking.money === "unpaid" ? "what.total" : "what.price")}</dt>
          <dd>{formatMoney(booking.price)}</dd>
        </div>
      </dl>
    </Card>
  );
}
