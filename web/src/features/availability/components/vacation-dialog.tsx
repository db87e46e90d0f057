import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { call } from "@/api/call";
import { limits } from "@/api/contract.gen";
import { errorText, fieldText } from "@/lib/error-text";
import { dateKey, formatDateTime } from "@/lib/format";
import { usePreference } from "@/lib/preferences";
import { useAppForm } from "@/lib/use-app-form";
import { z } from "@/lib/zod";
import { zoneCity } from "@/lib/zones";
import { Field, Input } from "@/ui/field";
import { FormDialog } from "@/ui/form-dialog";
import { Notice } from "@/ui/states";
import { toast } from "@/ui/toast";
import { fallsIntoQuery, timesChanged } from "../queries";

/** Says before saving which sessions a vacation falls on. */
export function VacationDialog({ zone, onClose }: { zone: string; onClose: () => void }) {
  const { t } = useTranslation("availability");
  const cache = useQueryClient();
  const today = dateKey(new Date(), zone);
  const needed = z.string().check(z.minLength(1));
  const schema = z
    .object({
      from: needed,
      to: needed,
      note: z.string().check(z.trim(), z.maxLength(limits.AddVacation.note.max)),
    })
    .check(
      z.refine(({ from, to }) => !from || !to || from <= to, {
        path: ["to"],
        error: fieldText("before_from"),
      }),
    );
  const form = useAppForm(schema, { from: "", to: "", note: "" });
  const [from, to] = form.watch(["from", "to"]);

  const save = form.submit(async (body) => {
    await call("availability.addVacation", { body });
    timesChanged(cache);
    toast(t("vacations.saved"));
    onClose();
  });
  return (
    <FormDialog
      title={t("vacations.dialog")}
      description={t("vacations.zone", { city: zoneCity(zone) })}
      form={form}
      onSubmit={save}
      send={t("vacations.save")}
      onClose={onClose}
    >
      <div className="grid grid-cols-1 gap-5 sm:grid-cols-2">
        <Field label={t("vacations.from")} error={form.errorOf("from")} required>
          <Input type="date" min={today} {...form.register("from")} />
        </Field>
        <Field label={t("vacations.to")} error={form.errorOf("to")} required>
          <Input type="date" min={from || today} {...form.register("to")} />
        </Field>
      </div>
      <Field label={t("vacations.note")} help={t("vacations.noteHelp")} error={form.errorOf("note")} optional>
        <Input {...form.register("note")} />
      </Field>
      <div aria-live="polite">
        {from && to && from <= to && <FallsInto from={from} to={to} zone={zone} />}
      </div>
    </FormDialog>
  );
}

function FallsInto({ from, to, zone }: { from: string; to: string; zone: string }) {
  const { t } = useTranslation("availability");
  const [hours] = usePreference("hours");
  const found = useQuery(fallsIntoQuery(from, to, zone));
  if (found.isPending) return <p className="text-sm text-ink-3">{t("vacations.checking")}</p>;
  // Dates that can't be asked about (too many days) are the form's to refuse.
  if (!found.data) return <p className="text-sm text-ink-2">{errorText(found.error)}</p>;
  const affected = found.data.sessions.filter(
    ({ state, start }) => state === "confirmed" && Date.parse(start) > Date.now(),
  );
  if (affected.length === 0) return <p className="text-sm text-ink-2">{t("vacations.clear")}</p>;
  return (
    <Notice tone="warning">
      <p>{t("vacations.affected", { count: affected.length })}</p>
      <ul className="mt-2 flex flex-col gap-1">
        {affected.slice(0, 10).map((session) => (
          <li key={session.id}>
            <Link to={`/sessions/${session.id}`} className="underline underline-offset-2">
              {t("vacations.session", {
                when: formatDateTime(session.start, zone, hours),
                title: session.service_title,
                name: session.student.name,
              })}
            </Link>
          </li>
        ))}
      </ul>
      {affected.length > 10 && <p className="mt-2">{t("vacations.more")}</p>}
    </Notice>
  );
}
