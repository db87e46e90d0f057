import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { BellRing } from "lucide-react";
import { useTranslation } from "react-i18next";
import { ApiError } from "@/api/api-error";
import type { PushDevice } from "@/api/contract.gen";
import { errorText } from "@/lib/error-text";
import { formatDay, formatRelative } from "@/lib/format";
import { useViewerZone } from "@/lib/preferences";
import { useNow } from "@/lib/use-now";
import { Badge, Skeleton } from "@/ui/bits";
import { Button } from "@/ui/button";
import { ErrorState, Notice } from "@/ui/states";
import { toast } from "@/ui/toast";
import { ownSubscription, startPush, stateOf, stopPush } from "./push";
import { pushDevicesQuery } from "./queries";

/** Which of the person's browsers take pushes, and whether this one does. */
export function PushSettings() {
  const { t } = useTranslation("notifications");
  const cache = useQueryClient();
  const list = useQuery(pushDevicesQuery);
  const own = useQuery({ queryKey: ["push", "own"], queryFn: ownSubscription, staleTime: 0 });
  const again = () => cache.invalidateQueries({ queryKey: ["push"] });
  const start = useMutation({
    mutationFn: startPush,
    onSuccess: (on) => (on ? toast(t("push.started")) : undefined),
    // A browser without a push service (or blocked from it) fails with an error of its own.
    onError: (error) => toast.error(error instanceof ApiError ? errorText(error) : t("push.failed")),
    onSettled: again,
  });
  if (list.isPending || own.isPending) return <Skeleton className="h-24" />;
  if (!list.data)
    return <ErrorState error={list.error} onRetry={() => list.refetch()} busy={list.isFetching} />;
  const here = own.data ?? null;
  const state = stateOf(here, list.data.items);
  return (
    <section aria-labelledby="push-title" className="flex flex-col gap-3">
      <div>
        <h3 id="push-title" className="font-medium">
          {t("push.title")}
        </h3>
        <p className="text-sm text-ink-3">{t("push.lead")}</p>
      </div>
      {state === "unsupported" && <Notice>{t("push.unsupported")}</Notice>}
      {state === "denied" && <Notice tone="warning">{t("push.denied")}</Notice>}
      {state === "off" && (
        <div>
          <Button variant="secondary" busy={start.isPending} onClick={() => start.mutate()}>
            <BellRing size={18} strokeWidth={1.75} aria-hidden />
            {t("push.start")}
          </Button>
        </div>
      )}
      {list.data.items.length > 0 && (
        <ul className="divide-y divide-line border-y border-line">
          {list.data.items.map((device) => (
            <li key={device.id}>
              <DeviceRow device={device} here={device.endpoint === here?.endpoint} onEnd={again} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function DeviceRow({ device, here, onEnd }: { device: PushDevice; here: boolean; onEnd: () => void }) {
  const { t } = useTranslation("notifications");
  const [zone] = useViewerZone();
  const now = useNow(60_000);
  const end = useMutation({
    mutationFn: () => stopPush(device),
    onSuccess: () => toast(t("push.ended", { name: device.name })),
    onError: (error) => toast.error(errorText(error)),
    onSettled: onEnd,
  });
  return (
    <div className="flex items-center gap-4 py-3">
      <div className="min-w-0 grow text-sm">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          {device.name}
          {here && <Badge tone="success">{t("push.here")}</Badge>}
        </p>
        <p className="text-ink-3">
          {device.last_sent_at
            ? t("push.lastSent", { when: formatRelative(device.last_sent_at, now) })
            : t("push.since", { when: formatDay(device.created_at, zone) })}
        </p>
      </div>
      <Button
        variant="danger-ghost"
        size="sm"
        busy={end.isPending}
        aria-label={t("push.endLabel", { name: device.name })}
        onClick={() => end.mutate()}
      >
        {t("push.end")}
      </Button>
    </div>
  );
}
