import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Booking } from "@/api/contract.gen";
import { formatDateTime } from "@/lib/format";
import { usePreference, useViewerZone } from "@/lib/preferences";

/** What comes after the next session. */
export function Upcoming({ bookings, side }: { bookings: Booking[]; side: "student" | "mentor" }) {
  const { t } = useTranslation("dashboard");
  const [zone] = useViewerZone();
  const [hours] = usePreference("hours");
  if (bookings.length === 0) return null;
  return (
    <section aria-labelledby="upcoming">
      <div className="flex items-baseline justify-between gap-4">
        <h2 id="upcoming" className="text-xl">
          {t("upcoming.title")}
        </h2>
        <Link to="/sessions" className="link inline-flex min-h-9 items-center text-sm">
          {t("upcoming.all")}
        </Link>
      </div>
      <ul className="mt-3 divide-y divide-line border-y border-line">
        {bookings.map((booking) => (
          <li key={booking.id}>
            <Link
              to={`/sessions/${booking.id}`}
              className="flex min-h-14 flex-wrap items-center gap-x-4 py-2 text-sm hover:bg-hover"
            >
              <time dateTime={booking.start} className="tabular w-36 font-medium">
                {formatDateTime(booking.start, zone, hours)}
              </time>
              <span className="min-w-0 flex-1 truncate text-ink-2">
                {t("upcoming.with", {
                  title: booking.service_title,
                  name: booking[side === "student" ? "mentor" : "student"].name,
                })}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
