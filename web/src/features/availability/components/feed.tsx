import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "@/api/call";
import { type BusyFeed, limits } from "@/api/contract.gen";
import { errorText } from "@/lib/error-text";
import { formatDateTime, formatRelative } from "@/lib/format";
import { usePreference, useViewerZone } from "@/lib/preferences";
import { useAppForm } from "@/lib/use-app-form";
import { z } from "@/lib/zod";
import { Skeleton } from "@/ui/bits";
import { Button } from "@/ui/button";
import { ConfirmDialog } from "@/ui/dialog";
import { Field, Input } from "@/ui/field";
import { ErrorState, FormSummary, Notice } from "@/ui/states";
import { toast } from "@/ui/toast";
import { feedQuery, timesChanged } from "../queries";

/** The mentor's own calendar: connected, how it is read, or the form to connect one. */
export function Feed() {
  const feed = useQuery(feedQuery);
  if (feed.isPending) return <Skeleton className="h-32" />;
  if (!feed.data)
    return <ErrorState error={feed.error} onRetry={() => feed.refetch()} busy={feed.isFetching} />;
  return feed.data.connected ? <Connected feed={feed.data} /> : <Connect />;
}

const schema = z.object({
  url: z.string().check(z.trim(), z.minLength(1), z.maxLength(limits.SetFeed.url.max)),
});

function Connect() {
  const { t } = useTranslation("availability");
  const cache = useQueryClient();
  const form = useAppForm(schema, { url: "" });
  const connect = form.submit(async (body) => {
    cache.setQueryData(feedQuery.queryKey, await call("busyTimes.set", { body }));
    toast(t("feed.connected"));
  });
  return (
    <form onSubmit={connect} noValidate className="flex flex-col gap-4">
      <FormSummary problem={form.problem} />
      <Field label={t("feed.url")} help={t("feed.urlHelp")} error={form.errorOf("url")} required>
        <Input type="url" inputMode="url" autoComplete="off" spellCheck={false} {...form.register("url")} />
      </Field>
      <p className="text-sm text-ink-3">{t("feed.policy")}</p>
      <Button type="submit" variant="secondary" className="self-start" busy={form.busy}>
        {t("feed.connect")}
      </Button>
    </form>
  );
}

function Connected({ feed }: { feed: BusyFeed }) {
  const { t } = useTranslation("availability");
  const cache = useQueryClient();
  const [asking, setAsking] = useState(false);
  const readNow = useMutation({
    mutationFn: () => call("busyTimes.readNow", {}),
    onSuccess: () => {
      toast(t("feed.readSoon"));
      setTimeout(() => void cache.invalidateQueries({ queryKey: feedQuery.queryKey }), 3_000);
    },
    onError: (error) => toast.error(errorText(error)),
  });
  return (
    <div className="flex flex-col gap-4">
      <div>
        <p className="font-medium break-words">{t("feed.from", { host: feed.host })}</p>
        <p className="text-sm text-ink-2">
          {feed.reading && t("feed.reading")}
          {feed.read_at &&
            `${t("feed.readAt", { when: formatRelative(feed.read_at) })} ${t("feed.entries", { count: feed.entries })}`}
        </p>
        {feed.unread > 0 && <p className="text-sm text-ink-2">{t("feed.unread", { count: feed.unread })}</p>}
      </div>
      {feed.failure !== "none" && <Trouble feed={feed} failure={feed.failure} />}
      <p className="text-sm text-ink-3">{t("feed.policy")}</p>
      <div className="flex flex-wrap gap-2">
        <Button variant="secondary" busy={readNow.isPending} onClick={() => readNow.mutate()}>
          {t("feed.readNow")}
        </Button>
        <Button variant="danger-ghost" onClick={() => setAsking(true)}>
          {t("feed.remove")}
        </Button>
      </div>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t("feed.removeTitle")}
        confirm={t("feed.removeConfirm")}
        danger
        errorText={errorText}
        onConfirm={async () => {
          cache.setQueryData(feedQuery.queryKey, await call("busyTimes.remove", {}));
          timesChanged(cache);
          toast(t("feed.removed"));
        }}
      >
        <p>{t("feed.removeBody")}</p>
      </ConfirmDialog>
    </div>
  );
}

type Known = Exclude<BusyFeed["failure"], "none">;

function Trouble({ feed, failure }: { feed: BusyFeed; failure: Known }) {
  const { t } = useTranslation("availability");
  const [zone] = useViewerZone();
  const [hours] = usePreference("hours");
  return (
    <Notice tone="warning">
      <p>{t(`feed.failure.${failure}`)}</p>
      {feed.kept_until && (
        <p className="mt-1">{t("feed.kept", { until: formatDateTime(feed.kept_until, zone, hours) })}</p>
      )}
      {feed.expired && <p className="mt-1">{t("feed.expired")}</p>}
    </Notice>
  );
}
