import { useQuery } from "@tanstack/react-query";
import { Check, CircleCheck, Clock, Video, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Attendance, Booking, Presence } from "@/api/contract.gen";
import { formatRelative, formatTime } from "@/lib/format";
import { usePreference, useViewerZone } from "@/lib/preferences";
import { useNow } from "@/lib/use-now";
import { Card, Skeleton } from "@/ui/bits";
import { Button } from "@/ui/button";
import { Countdown } from "@/ui/countdown";
import { ErrorState } from "@/ui/states";
import { DisputeBox } from "./components/dispute-box";
import { Excuse } from "./components/excuse";
import { KeyExchange } from "./components/key-exchange";
import { attendanceQuery } from "./queries";

const hour = 3600;

/** The way into a session and the proof that it took place: for sessions that are paid and not cancelled. */
export function SessionRoom({ booking, name }: { booking: Booking; name: string }) {
  const { t } = useTranslation("attendance");
  const attendance = useQuery(attendanceQuery(booking.id));
  if (attendance.isPending) return <Skeleton className="h-48 rounded-lg" />;
  if (!attendance.data)
    return (
      <ErrorState
        error={attendance.error}
        onRetry={() => attendance.refetch()}
        busy={attendance.isFetching}
      />
    );
  const data = attendance.data;
  const settled = booking.state !== "confirmed";
  return (
    <Card className="flex flex-col gap-6">
      <h2 className="text-lg">{t("title")}</h2>
      {!settled && <Join attendance={data} />}
      {!settled && <KeyExchange attendance={data} name={name} />}
      {(settled || data.open || data.can_excuse) && (
        <div className="flex flex-col gap-2">
          <h3 className="font-sans text-base font-semibold tracking-normal">{t("who.title")}</h3>
          <ul className="flex flex-col gap-1">
            <Person name={t("who.you")} presence={data.me} />
            <Person name={name} presence={data.other} />
          </ul>
          {data.can_excuse && <Excuse booking={booking.id} name={name} />}
        </div>
      )}
      {settled && <DisputeBox booking={booking} attendance={data} name={name} />}
    </Card>
  );
}

function Join({ attendance }: { attendance: Attendance }) {
  const { t } = useTranslation("attendance");
  const [zone] = useViewerZone();
  const [hours] = usePreference("hours");
  const now = useNow();
  if (attendance.join_url)
    return (
      <div className="flex flex-col items-start gap-2">
        <Button asChild size="lg">
          <a href={attendance.join_url} target="_blank" rel="noopener noreferrer">
            <Video size={20} strokeWidth={1.75} aria-hidden />
            {t("join")}
          </a>
        </Button>
        <p className="text-sm text-ink-2">{t("joinHelp")}</p>
      </div>
    );
  const left = (Date.parse(attendance.join_from) - now.getTime()) / 1000;
  if (left <= 0) return <p className="text-ink-2">{t("joinOver")}</p>;
  return (
    <div className="flex flex-wrap items-center gap-3">
      {left < hour && <Countdown until={attendance.join_from} total={hour} label={t("joinIn")} />}
      <p className="tabular text-ink-2">
        {t("joinLater", {
          when: formatRelative(attendance.join_from, now),
          time: formatTime(attendance.join_from, zone, hours),
        })}
      </p>
    </div>
  );
}

const icons = { pending: Clock, present: Check, absent: X, excused: CircleCheck };
const colours = {
  pending: "text-ink-3",
  present: "text-success-ink",
  absent: "text-danger-ink",
  excused: "text-ink-2",
};

function Person({ name, presence }: { name: string; presence: Presence }) {
  const { t } = useTranslation("attendance");
  const Icon = icons[presence];
  return (
    <li className="flex items-center gap-2">
      <Icon size={18} strokeWidth={1.75} aria-hidden className={colours[presence]} />
      <span className="font-medium">{name}</span>
      <span className="text-sm text-ink-2">{t(`who.${presence}`)}</span>
    </li>
  );
}
