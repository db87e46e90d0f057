import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "@/api/call";
import type { CheckedIn } from "@/api/contract.gen";
import { formatDateTime } from "@/lib/format";
import { usePreference, useViewerZone } from "@/lib/preferences";
import { useAppForm } from "@/lib/use-app-form";
import { z } from "@/lib/zod";
import { Button } from "@/ui/button";
import { Field, Input } from "@/ui/field";
import { FormSummary, Notice } from "@/ui/states";

const schema = z.object({ code: z.string().check(z.trim(), z.minLength(1), z.maxLength(40)) });

type Props = { event: number; code: string; onUsed: () => void };

/**
 * At the door: one code after the other. `code` came with the address that a camera read from a ticket: it is checked
 * in at once, and the address forgets it.
 */
export function CheckInForm({ event, code, onUsed }: Props) {
  const { t } = useTranslation("events");
  const [zone] = useViewerZone();
  const [hours] = usePreference("hours");
  const cache = useQueryClient();
  const [done, setDone] = useState<CheckedIn | null>(null);
  const form = useAppForm(schema, { code: "" });
  const check = form.submit(async (values) => {
    setDone(null);
    setDone(await call("events.checkIn", { params: { event }, body: values }));
    form.reset({ code: "" });
    form.setFocus("code");
    void cache.invalidateQueries({ queryKey: ["events", "attendees", event] });
  });
  const scanned = useRef("");
  useEffect(() => {
    if (!code || scanned.current === code) return;
    scanned.current = code;
    form.setValue("code", code);
    void check().then(onUsed);
  });
  return (
    <form
      onSubmit={check}
      noValidate
      className="mb-8 flex flex-col gap-3 rounded-lg border border-line bg-surface p-5"
    >
      <FormSummary problem={form.problem} />
      <div className="flex flex-wrap items-start gap-3">
        <Field
          label={t("attendees.code")}
          help={t("attendees.codeHelp")}
          error={form.errorOf("code")}
          className="grow"
        >
          <Input
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            className="font-mono tracking-widest uppercase"
            {...form.register("code")}
          />
        </Field>
        <Button type="submit" busy={form.busy} className="mt-7 max-sm:mt-0 max-sm:w-full">
          {t("attendees.checkIn")}
        </Button>
      </div>
      <div role="status">
        {done && (
          <Notice tone={done.again ? "warning" : "success"}>
            {done.again
              ? t("attendees.again", {
                  name: done.attendee.name,
                  when: formatDateTime(done.attendee.checked_in_at ?? "", zone, hours),
                })
              : t("attendees.in", { name: done.attendee.name })}
          </Notice>
        )}
      </div>
    </form>
  );
}
