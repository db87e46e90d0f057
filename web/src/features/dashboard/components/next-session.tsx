import { useQuery } from "@tanstack/react-query";
import { CalendarCheck, Video } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Booking } from "@/api/contract.gen";
import { formatRelative, formatTheirTime, formatYourTime } from "@/lib/format";
import { usePreference, useViewerZone } from "@/lib/preferences";
import { useNow } from "@/lib/use-now";
import { Avatar, Badge, Card } from "@/ui/bits";
import { Button } from "@/ui/button";
import { Countdown } from "@/ui/countdown";
import { roomQuery } from "../queries";

/** The session that comes first. In its last hour the countdown is a ring that runs by the second. */
export function NextSession({ booking, side }: { booking: Booking | undefined; side: "student" | "mentor" }) {
  const { t } = useTranslation("dashboard");
  const [zone] = useViewerZone();
  const [hours] = usePreference("hours");
  const now = useNow();
  if (!booking) {
    return (
      <Card className="flex flex-col items-start gap-3">
        <h2 className="text-lg">{t("next.title")}</h2>
        <p className="text-ink-2">{t(side === "student" ? "next.noneStudent" : "next.noneMentor")}</p>
        <Button asChild variant="secondary">
          <Link to={side === "student" ? "/mentors" : "/mentor/availability"}>
            {t(side === "student" ? "next.find" : "next.hours")}
          </Link>
        </Button>
      </Card>
    );
  }
  const other = booking[side === "student" ? "mentor" : "student"];
  const left = Date.parse(booking.start) - now.getTime();
  const running = left <= 0;
  return (
    <Card className="flex flex-col gap-4">
      <div className="flex items-start justify-between gap-4">
        <h2 className="text-lg">{t("next.title")}</h2>
        {!running && left < 3_600_000 ? (
          <Countdown until={booking.start} total={3600} label={t("next.startsIn")} />
        ) : (
          <Badge tone="primary">
            <CalendarCheck size={14} strokeWidth={1.75} aria-hidden />
            {running ? t("next.now") : formatRelative(booking.start, now)}
          </Badge>
        )}
      </div>
      <div className="flex items-center gap-4">
        <Avatar name={other.name} size="lg" />
        <div className="min-w-0">
          <p className="font-semibold">{booking.service_title}</p>
          <p className="truncate text-sm text-ink-2">{t("with", { name: other.name })}</p>
        </div>
      </div>
      <p className="tabular text-sm">
        <time dateTime={booking.start} className="block font-medium">
          {formatYourTime(booking.start, zone, hours)}
        </time>
        <span className="text-ink-2">
          {formatTheirTime(booking.start, { name: other.name, zone: other.time_zone }, zone, hours)}
        </span>
      </p>
      {booking.topic && <p className="text-sm text-ink-2">{booking.topic}</p>}
      <div className="flex flex-wrap gap-2">
        {left < quarter && <Join booking={booking.id} />}
        <Button asChild variant={left < quarter ? "secondary" : "primary"}>
          <Link to={`/sessions/${booking.id}`}>{t("next.open")}</Link>
        </Button>
      </div>
    </Card>
  );
}

/** A little more than the room is open before the session. */
const quarter = 16 * 60_000;

function Join({ booking }: { booking: number }) {
  const { t } = useTranslation("dashboard");
  const room = useQuery({ ...roomQuery(booking), refetchInterval: 30_000 });
  if (!room.data?.join_url) return null;
  return (
    <Button asChild>
      <a href={room.data.join_url} target="_blank" rel="noopener noreferrer">
        <Video size={18} strokeWidth={1.75} aria-hidden />
        {t("next.join")}
      </a>
    </Button>
  );
}
