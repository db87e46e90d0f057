import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "@/api/call";
import type { NoticeChannels, QuietHours, NotificationSettings as Settings } from "@/api/contract.gen";
import { errorText } from "@/lib/error-text";
import { Skeleton } from "@/ui/bits";
import { Button } from "@/ui/button";
import { Switch } from "@/ui/choices";
import { Field, Input } from "@/ui/field";
import { ErrorState } from "@/ui/states";
import { toast } from "@/ui/toast";
import { Deliveries } from "./deliveries";
import { DigestHour } from "./digest-hour";
import { fromClock, toClock } from "./model";
import { PushSettings } from "./push-settings";
import { settingsQuery } from "./queries";

/** What somebody is told of, by which channel, and when mails wait. */
export function NotificationSettings() {
  const settings = useQuery(settingsQuery);
  if (settings.isPending) return <Skeleton className="h-72" />;
  if (!settings.data) return <ErrorState error={settings.error} onRetry={() => settings.refetch()} />;
  return (
    <div className="flex flex-col gap-8">
      <Matrix settings={settings.data} />
      <PushSettings />
      <DigestHour hour={settings.data.digest_hour} zone={settings.data.time_zone} />
      <Quiet quiet={settings.data.quiet} zone={settings.data.time_zone} />
      <Deliveries />
    </div>
  );
}

/** Takes effect at once; the server's answer has the last word. */
function Matrix({ settings }: { settings: Settings }) {
  const { t } = useTranslation("notifications");
  const cache = useQueryClient();
  const change = useMutation({
    mutationFn: ({ category, in_app, mail, push, digest }: NoticeChannels) =>
      call("notifications.setChannels", { body: { category, in_app, mail, push, digest } }),
    onMutate: (next) =>
      cache.setQueryData(settingsQuery.queryKey, {
        ...settings,
        categories: settings.categories.map((row) => (row.category === next.category ? next : row)),
      }),
    onSuccess: (saved) => cache.setQueryData(settingsQuery.queryKey, saved),
    onError: (error) => {
      toast.error(errorText(error));
      void cache.invalidateQueries({ queryKey: settingsQuery.queryKey });
    },
  });
  return (
    <table className="w-full text-left text-sm">
      <thead className="text-ink-2">
        <tr className="border-b border-line">
          <th className="py-2 pr-3 font-medium">{t("settings.what")}</th>
          <th className="px-2 py-2 font-medium">{t("settings.inApp")}</th>
          <th className="px-2 py-2 font-medium">{t("settings.mail")}</th>
          <th className="px-2 py-2 font-medium">{t("settings.digest")}</th>
          <th className="py-2 pl-2 font-medium">{t("settings.push")}</th>
        </tr>
      </thead>
      <tbody className="divide-y divide-line">
        {settings.categories.map((row) => {
          const category = t(`settings.category.${row.category}`);
          return (
            <tr key={row.category}>
              <th scope="row" className="py-3 pr-3 font-medium">
                {category}
                <span className="block font-normal text-ink-3">{t(`settings.help.${row.category}`)}</span>
              </th>
              <td className="px-2 py-3">
                {row.fixed ? (
                  <Never />
                ) : (
                  <Switch
                    quiet
                    label={t("settings.inAppOf", { category })}
                    checked={row.in_app}
                    onChange={(in_app) => change.mutate({ ...row, in_app })}
                  />
                )}
              </td>
              <td className="px-2 py-3">
                {row.fixed ? (
                  t("settings.always")
                ) : (
                  <Switch
                    quiet
                    label={t("settings.mailOf", { category })}
                    checked={row.mail}
                    onChange={(mail) => change.mutate({ ...row, mail })}
                  />
                )}
              </td>
              <td className="px-2 py-3">
                {row.can_wait ? (
                  <Switch
                    quiet
                    label={t("settings.digestOf", { category })}
                    checked={row.mail && row.digest}
                    disabled={!row.mail}
                    onChange={(digest) => change.mutate({ ...row, digest })}
                  />
                ) : (
                  <Never />
                )}
              </td>
              <td className="py-3 pl-2">
                {row.fixed ? (
                  <Never />
                ) : (
                  <Switch
                    quiet
                    label={t("settings.pushOf", { category })}
                    checked={row.push}
                    onChange={(push) => change.mutate({ ...row, push })}
                  />
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Never() {
  const { t } = useTranslation("notifications");
  return (
    <>
      <span aria-hidden>–</span>
      <span className="sr-only">{t("settings.none")}</span>
    </>
  );
}

const night: QuietHours = { from_minute: 22 * 60, to_minute: 7 * 60 };

function Quiet({ quiet, zone }: { quiet: QuietHours | null; zone: string }) {
  const { t } = useTranslation("notifications");
  const cache = useQueryClient();
  const [from, setFrom] = useState(toClock((quiet ?? night).from_minute));
  const [to, setTo] = useState(toClock((quiet ?? night).to_minute));
  const save = useMutation({
    mutationFn: (next: QuietHours | undefined) =>
      call("notifications.setQuietHours", { body: { quiet: next } }),
    onSuccess: (saved) => {
      cache.setQueryData(settingsQuery.queryKey, saved);
      toast(t("settings.saved"));
    },
    onError: (error) => toast.error(errorText(error)),
  });
  const first = fromClock(from);
  const second = fromClock(to);
  const wish =
    first === undefined || second === undefined || first === second
      ? undefined
      : { from_minute: first, to_minute: second };
  return (
    <div className="flex flex-col gap-4">
      <div>
        <Switch
          label={t("settings.quiet")}
          checked={quiet !== null}
          disabled={save.isPending || (quiet === null && !wish)}
          onChange={(on) => save.mutate(on ? wish : undefined)}
        />
        <p className="mt-1 pl-13 text-sm text-ink-3">{t("settings.quietHelp", { zone })}</p>
      </div>
      {quiet && (
        <form
          className="grid grid-cols-2 items-end gap-3 pl-13 sm:grid-cols-[8rem_8rem_auto]"
          onSubmit={(event) => {
            event.preventDefault();
            if (wish) save.mutate(wish);
          }}
        >
          <Field label={t("settings.from")}>
            <Input type="time" required value={from} onChange={(event) => setFrom(event.target.value)} />
          </Field>
          <Field label={t("settings.to")}>
            <Input type="time" required value={to} onChange={(event) => setTo(event.target.value)} />
          </Field>
          <Button type="submit" variant="secondary" busy={save.isPending} disabled={!wish}>
            {t("settings.save")}
          </Button>
        </form>
      )}
    </div>
  );
}
