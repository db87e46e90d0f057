import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "@/api/call";
import type { PublicMentor, Service, Wait } from "@/api/contract.gen";
import { fieldText } from "@/lib/error-text";
import { dateKey, formatDateTime, formatMinutes, formatTime } from "@/lib/format";
import { usePreference, useViewerZone } from "@/lib/preferences";
import { useAppForm } from "@/lib/use-app-form";
import { z } from "@/lib/zod";
import { zoneCity } from "@/lib/zones";
import { Button } from "@/ui/button";
import { Checkbox } from "@/ui/choices";
import { Dialog } from "@/ui/dialog";
import { Field, Input } from "@/ui/field";
import { Select } from "@/ui/select";
import { FormSummary } from "@/ui/states";
import { toast } from "@/ui/toast";
import { addDays, hourAt, presentSession, toBody } from "../model";
import { ownSessionsQuery, putWait } from "../queries";
import { FreeTimes } from "./free-times";

const farthestDays = 180;
const usualDays = 30;
const hoursOfDay = Array.from({ length: 24 }, (_, hour) => hour);

type Props = { mentor: PublicMentor; service: Service; known?: Wait; onClose: () => void };

/** Dates and hours that suit; for somebody who waits already it changes them. */
export function WishDialog({ mentor, service, known, onClose }: Props) {
  const { t } = useTranslation("waitlist");
  const cache = useQueryClient();
  const [zone] = useViewerZone();
  const [hours] = usePreference("hours");
  const today = dateKey(new Date(), zone);
  const sessions = useQuery(ownSessionsQuery);
  const present = presentSession(sessions.data?.items ?? [], mentor.mentor_id);

  const schema = z
    .object({
      from: z.string().check(z.minLength(1, fieldText("required"))),
      to: z.string().check(z.minLength(1, fieldText("required"))),
      earliest: z.string(),
      latest: z.string(),
      sooner: z.boolean(),
    })
    .check(
      z.refine(({ from, to }) => !from || !to || from <= to, {
        path: ["to"],
        error: fieldText("before_from"),
      }),
      z.refine(({ earliest, latest }) => Number(earliest) < Number(latest), {
        path: ["latest"],
        error: fieldText("not_after_start"),
      }),
    );
  const form = useAppForm(schema, {
    from: known && known.from > today ? known.from : today,
    to: known?.to ?? addDays(today, usualDays),
    earliest: String(known?.earliest_hour ?? 0),
    latest: String(known?.latest_hour ?? 24),
    sooner: known?.before != null,
  });

  // The times that suit and need not be waited for, and the wish that they suit.
  const [free, setFree] = useState<{ times: string[]; wish: string } | null>(null);
  const send = form.submit(async (wish) => {
    const body = toBody(wish, { mentor: mentor.mentor_id, service: service.id, zone, present });
    const asked = JSON.stringify(body);
    if (!known && free?.wish !== asked) {
      const { times } = await call("waitlist.freeNow", { query: body });
      setFree({ times, wish: asked });
      if (times.length > 0) return;
    }
    putWait(cache, await call("waitlist.join", { body }));
    toast(t(known ? "join.changed" : "join.done"));
    onClose();
  });

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("join.title", { name: mentor.name })}
      description={t("join.service", { title: service.title, minutes: formatMinutes(service.minutes) })}
      footer={
        <Button type="submit" form="wish" busy={form.busy} disabled={form.busy || sessions.isPending}>
          {t(known ? "join.change" : free?.times.length ? "join.sendAnyway" : "join.send")}
        </Button>
      }
    >
      <form id="wish" onSubmit={send} noValidate className="flex flex-col gap-5">
        <p className="text-sm text-ink-2">{t("join.lead")}</p>
        <FormSummary problem={form.problem} />
        {free && free.times.length > 0 && (
          <FreeTimes
            times={free.times}
            mentor={mentor.mentor_id}
            service={service.id}
            moves={form.getValues("sooner") ? present?.id : undefined}
          />
        )}
        <div className="grid grid-cols-1 gap-5 sm:grid-cols-2">
          <Field label={t("join.from")} error={form.errorOf("from")} required>
            <Input type="date" min={today} max={addDays(today, farthestDays)} {...form.register("from")} />
          </Field>
          <Field label={t("join.to")} error={form.errorOf("to")} required>
            <Input type="date" min={today} max={addDays(today, farthestDays)} {...form.register("to")} />
          </Field>
          <Field
            label={t("join.earliest")}
            help={t("join.hoursHelp", { city: zoneCity(zone) })}
            error={form.errorOf("earliest")}
          >
            <Select {...form.register("earliest")}>
              {hoursOfDay.map((hour) => (
                <option key={hour} value={hour}>
                  {hour === 0 ? t("join.anyTime") : formatTime(hourAt(hour), "UTC", hours)}
                </option>
              ))}
            </Select>
          </Field>
          <Field label={t("join.latest")} error={form.errorOf("latest")}>
            <Select {...form.register("latest")}>
              {hoursOfDay.map((hour) => (
                <option key={hour} value={hour + 1}>
                  {hour === 23 ? t("join.anyTime") : formatTime(hourAt(hour + 1), "UTC", hours)}
                </option>
              ))}
            </Select>
          </Field>
        </div>
        {present && (
          <div className="flex flex-col gap-1">
            <Checkbox
              label={t("join.sooner", { when: formatDateTime(present.start, zone, hours) })}
              {...form.register("sooner")}
            />
            <p className="text-sm text-ink-3">{t("join.soonerHelp")}</p>
          </div>
        )}
      </form>
    </Dialog>
  );
}
