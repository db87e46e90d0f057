import { CalendarCheck } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { formatDateTime } from "@/lib/format";
import { usePreference, useViewerZone } from "@/lib/preferences";
import { Button } from "@/ui/button";
import { Notice } from "@/ui/states";

type Props = { times: string[]; mentor: string; service: number; moves: number | undefined };

/** What somebody asked to wait for and can have at once. `moves`: their session that is to be sooner. */
export function FreeTimes({ times, mentor, service, moves }: Props) {
  const { t } = useTranslation("waitlist");
  const [zone] = useViewerZone();
  const [hours] = usePreference("hours");
  const text = (time: string) => formatDateTime(time, zone, hours);
  return (
    <div role="status">
      <Notice tone="success" icon={<CalendarCheck strokeWidth={1.75} />}>
        <p className="font-medium">{t("join.freeTitle")}</p>
        <p>{t(moves ? "join.freeSooner" : "join.freeBody")}</p>
        <ul className="tabular mt-3 flex flex-wrap gap-2">
          {times.map((time) => (
            <li key={time}>
              {moves ? (
                text(time)
              ) : (
                <Button asChild size="sm" variant="secondary">
                  <Link to={`/mentors/${mentor}?service=${service}&at=${encodeURIComponent(time)}#book`}>
                    {text(time)}
                  </Link>
                </Button>
              )}
            </li>
          ))}
        </ul>
        {moves && (
          <Button asChild size="sm" variant="secondary" className="mt-3">
            <Link to={`/sessions/${moves}`}>{t("join.moveThere")}</Link>
          </Button>
        )}
      </Notice>
    </div>
  );
}
