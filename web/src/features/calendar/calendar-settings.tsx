import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "@/api/call";
import type { CalendarFeed } from "@/api/contract.gen";
import { errorText } from "@/lib/error-text";
import { formatDay } from "@/lib/format";
import { useViewerZone } from "@/lib/preferences";
import { Skeleton } from "@/ui/bits";
import { Button } from "@/ui/button";
import { ConfirmDialog } from "@/ui/dialog";
import { ShownOnce } from "@/ui/shown-once";
import { ErrorState } from "@/ui/states";
import { toast } from "@/ui/toast";
import { feedQuery } from "./queries";

/** The private address for calendar programs: made, shown once, renewed, ended. */
export function CalendarSettings() {
  const { t } = useTranslation("calendar");
  const feed = useQuery(feedQuery);
  return (
    <div className="flex flex-col items-start gap-4">
      <p className="text-sm text-ink-2">{t("settings.what")}</p>
      {feed.isPending ? (
        <Skeleton className="h-11 w-full" />
      ) : feed.data ? (
        <Feed feed={feed.data} />
      ) : (
        <ErrorState error={feed.error} onRetry={() => feed.refetch()} busy={feed.isFetching} />
      )}
    </div>
  );
}

function Feed({ feed }: { feed: CalendarFeed }) {
  const { t } = useTranslation("calendar");
  const cache = useQueryClient();
  const [zone] = useViewerZone();
  // In memory only, and gone with the page: the server cannot tell it again.
  const [url, setUrl] = useState<string | null>(null);
  const [asking, setAsking] = useState<"renew" | "end" | null>(null);

  const make = async () => {
    const made = await call("calendar.renewFeed");
    setUrl(made.url);
    cache.setQueryData(feedQuery.queryKey, { since: made.since });
  };
  const end = async () => {
    cache.setQueryData(feedQuery.queryKey, await call("calendar.endFeed"));
    setUrl(null);
    toast(t("settings.ended"));
  };
  const first = useMutation({ mutationFn: make, onError: (error) => toast.error(errorText(error)) });

  if (!feed.since)
    return (
      <>
        <p>{t("settings.none")}</p>
        <Button variant="secondary" busy={first.isPending} onClick={() => first.mutate()}>
          {t("settings.make")}
        </Button>
      </>
    );
  return (
    <>
      {url ? (
        <ShownOnce label={t("settings.label")} help={t("settings.once")} value={url} />
      ) : (
        <p>{t("settings.since", { date: formatDay(feed.since, zone) })}</p>
      )}
      <div className="flex flex-wrap gap-3">
        <Button variant="secondary" size="sm" onClick={() => setAsking("renew")}>
          {t("settings.renew")}
        </Button>
        <Button variant="danger-ghost" size="sm" onClick={() => setAsking("end")}>
          {t("settings.end")}
        </Button>
      </div>
      <ConfirmDialog
        open={asking !== null}
        onOpenChange={(open) => !open && setAsking(null)}
        title={t(asking === "end" ? "settings.endTitle" : "settings.renewTitle")}
        confirm={t(asking === "end" ? "settings.end" : "settings.renew")}
        cancel={t("settings.keep")}
        danger
        errorText={errorText}
        onConfirm={() => (asking === "end" ? end() : make())}
      >
        <p>{t(asking === "end" ? "settings.endBody" : "settings.renewBody")}</p>
      </ConfirmDialog>
    </>
  );
}
