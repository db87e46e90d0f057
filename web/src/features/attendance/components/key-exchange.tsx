import { useQueryClient } from "@tanstack/react-query";
import { QrCode as QrIcon } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "@/api/call";
import { type Attendance, limits } from "@/api/contract.gen";
import { formatDateTime, formatTime } from "@/lib/format";
import { usePreference, useViewerZone } from "@/lib/preferences";
import { useAppForm } from "@/lib/use-app-form";
import { z } from "@/lib/zod";
import { Button } from "@/ui/button";
import { Field, Input } from "@/ui/field";
import { QrCode } from "@/ui/qr-code";
import { FormSummary, Notice } from "@/ui/states";
import { toast } from "@/ui/toast";
import { linkWithKey, useScannedKey } from "../model/key-link";
import { attendanceQuery } from "../queries";

type Props = { attendance: Attendance; name: string };

/** One's own key to be told, the other's to be entered. */
export function KeyExchange({ attendance, name }: Props) {
  const { t } = useTranslation("attendance");
  const [zone] = useViewerZone();
  const [hours] = usePreference("hours");
  const scanned = useScannedKey();
  const until = formatTime(attendance.closes_at, zone, hours);
  if (!attendance.open) {
    const over = Date.parse(attendance.closes_at) <= Date.now();
    return (
      <p className="text-sm text-ink-2">
        {over
          ? t("keys.closed")
          : t("keys.later", { from: formatDateTime(attendance.opens_at, zone, hours), until })}
      </p>
    );
  }
  return (
    <section aria-labelledby="keys" className="flex flex-col gap-4">
      <div>
        <h3 id="keys" className="font-sans text-base font-semibold tracking-normal">
          {t("keys.title")}
        </h3>
        <p className="measure mt-1 text-sm text-ink-2">{t("keys.lead", { name, until })}</p>
      </div>
      <div className="grid grid-cols-1 gap-5 sm:grid-cols-2">
        <div className="flex flex-col gap-1.5">
          <p className="text-sm font-medium">{t("keys.mine")}</p>
          <p className="font-mono text-2xl tracking-[0.2em] select-all">{attendance.key}</p>
          <p className="text-sm text-ink-3">{t("keys.mineHelp")}</p>
          {attendance.key && <KeyAsQr booking={attendance.booking} ownKey={attendance.key} name={name} />}
        </div>
        {attendance.me === "present" ? (
          <div className="self-start">
            <Notice tone="success">{t("keys.done", { name })}</Notice>
          </div>
        ) : (
          <EnterKey key={scanned} attendance={attendance} name={name} scanned={scanned} />
        )}
      </div>
    </section>
  );
}

/** For two people in one room. */
function KeyAsQr({ booking, ownKey, name }: { booking: number; ownKey: string; name: string }) {
  const { t } = useTranslation("attendance");
  const [shown, setShown] = useState(false);
  return (
    <div className="flex flex-col items-start gap-2">
      <Button variant="ghost" size="sm" aria-expanded={shown} onClick={() => setShown(!shown)}>
        <QrIcon size={18} strokeWidth={1.75} aria-hidden />
        {t(shown ? "keys.hideQr" : "keys.showQr")}
      </Button>
      {shown && (
        <>
          <QrCode text={linkWithKey(booking, ownKey)} label={t("keys.qr")} />
          <p className="text-sm text-ink-3">{t("keys.qrHelp", { name })}</p>
        </>
      )}
    </div>
  );
}

const schema = z.object({
  key: z.string().check(z.trim(), z.minLength(1), z.maxLength(limits.EnterKey.key.max)),
});

function EnterKey({ attendance, name, scanned }: Props & { scanned: string }) {
  const { t } = useTranslation("attendance");
  const cache = useQueryClient();
  const form = useAppForm(schema, { key: scanned });
  const { queryKey } = attendanceQuery(attendance.booking);
  const save = form.submit(async (body) => {
    try {
      const done = await call("attendance.enter", { params: { booking: attendance.booking }, body });
      cache.setQueryData(queryKey, done);
      toast(t("keys.doneToast"));
    } finally {
      void cache.invalidateQueries({ queryKey: ["booking"] });
    }
  });
  return (
    <form onSubmit={save} noValidate className="flex flex-col gap-3">
      <FormSummary problem={form.problem} />
      <Field
        label={t("keys.theirs", { name })}
        error={form.errorOf("key")}
        help={
          attendance.tries_left < 5
            ? t("keys.left", { count: attendance.tries_left })
            : scanned
              ? t("keys.scanned", { name })
              : undefined
        }
      >
        <Input
          {...form.register("key")}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          className="font-mono tracking-[0.2em] uppercase"
        />
      </Field>
      <Button type="submit" busy={form.busy} className="self-start">
        {t("keys.confirm")}
      </Button>
    </form>
  );
}
