import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { call } from "@/api/call";
import type { Wait } from "@/api/contract.gen";
import { errorText } from "@/lib/error-text";
import { formatDateTime, formatDay, formatTime } from "@/lib/format";
import { usePreference, useViewerZone } from "@/lib/preferences";
import { Badge } from "@/ui/bits";
import { Button } from "@/ui/button";
import { toast } from "@/ui/toast";
import { hourAt, noonOf } from "../model";
import { putWait } from "../queries";

/** One wait: what for, how it stands, and the way out of it. */
export function WaitRow({ wait }: { wait: Wait }) {
  const { t } = useTranslation("waitlist");
  const cache = useQueryClient();
  const [zone] = useViewerZone();
  const [hours] = usePreference("hours");
  const params = { wait: wait.id };
  const failed = (error: unknown) => toast.error(errorText(error));

  const rejoin = useMutation({
    mutationFn: () => call("waitlist.rejoin", { params }),
    onSuccess: (back) => {
      putWait(cache, back);
      toast(t("list.rejoined"));
    },
    onError: failed,
  });
  const leave = useMutation({
    mutationFn: () => call("waitlist.leave", { params }),
    onSuccess: (left) => {
      putWait(cache, left);
      toast(
        t("list.leaveDone"),
        left.can_rejoin ? { label: t("list.undo"), run: () => rejoin.mutate() } : undefined,
      );
    },
    onError: failed,
  });

  const offered = wait.state === "offered";
  const whole = wait.earliest_hour === 0 && wait.latest_hour === 24;
  const facts = [
    t("list.dates", { from: formatDay(noonOf(wait.from), "UTC"), to: formatDay(noonOf(wait.to), "UTC") }),
    !whole &&
      t("list.hours", {
        from: formatTime(hourAt(wait.earliest_hour), "UTC", hours),
        to: formatTime(hourAt(wait.latest_hour), "UTC", hours),
      }),
    wait.before && t("list.before", { when: formatDateTime(wait.before, zone, hours) }),
  ];
  const name = { title: wait.service_title, name: wait.mentor_name };
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-4">
      <div className="min-w-48 flex-1">
        <Link
          to={offered ? `/waitlist/${wait.id}` : `/mentors/${wait.mentor}?service=${wait.service}`}
          className="font-medium hover:underline"
        >
          {t("list.with", name)}
        </Link>
        <p className="tabular text-sm text-ink-2">
          {offered && wait.offer_start
            ? formatDateTime(wait.offer_start, zone, hours)
            : facts.filter(Boolean).join(" · ")}
        </p>
      </div>
      <div className="flex items-center gap-3">
        <Badge tone={offered ? "success" : "neutral"}>
          {offered ? t("list.left") : t("list.ahead", { count: wait.ahead })}
        </Badge>
        {offered ? (
          <Button asChild size="sm">
            <Link to={`/waitlist/${wait.id}`}>{t("standing.see")}</Link>
          </Button>
        ) : (
          <Button
            size="sm"
            variant="ghost"
            busy={leave.isPending}
            aria-label={t("list.leaveNamed", name)}
            onClick={() => leave.mutate()}
          >
            {t("list.leave")}
          </Button>
        )}
      </div>
    </div>
  );
}
