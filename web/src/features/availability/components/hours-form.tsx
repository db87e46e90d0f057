import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError, type FieldProblem } from "@/api/api-error";
import { call } from "@/api/call";
import type { Availability } from "@/api/contract.gen";
import { errorText, fieldText, reasonText } from "@/lib/error-text";
import { formatWeekday } from "@/lib/format";
import type { FormProblem } from "@/lib/use-app-form";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { LeaveGuard } from "@/ui/leave-guard";
import { FormSummary } from "@/ui/states";
import { toast } from "@/ui/toast";
import { ZoneSelect } from "@/ui/zone-select";
import { check, type Editor, type Place, placeOf, sameContent, toBody, toEditor } from "../model/editor";
import { answered, type Messages } from "../model/messages";
import { availabilityKey } from "../queries";
import { BookingRules } from "./booking-rules";
import { Section } from "./section";
import { Specials } from "./specials";
import { Week } from "./week";

type Refusal = { problem: FormProblem; lines: string[] };

/** The whole of a mentor's hours; it is saved as one. */
export function HoursForm({ initial }: { initial: Availability }) {
  const { t } = useTranslation("availability");
  const cache = useQueryClient();
  const [saved, setSaved] = useState(() => toEditor(initial));
  const [editor, setEditor] = useState(saved);
  const [messages, setMessages] = useState<Messages>({});
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const dirty = !sameContent(editor, saved);

  const change = (next: (editor: Editor) => Editor, about?: number | string) => {
    setEditor(next);
    if (about !== undefined) setMessages((all) => answered(all, about));
  };

  const nameOf = (place: Place): string => {
    if (place.kind === "range") return formatWeekday(place.weekday);
    if (place.kind === "special")
      return t("label.part", {
        row: t("specials.title"),
        part: t("specials.entry", { number: place.number }),
      });
    if (place.key === "time_zone") return t("zone.label");
    if (place.key === "rules") return t("week.title");
    if (place.key === "overrides") return t("specials.title");
    return place.key in editor.rules ? t(`rules.${place.key as keyof Editor["rules"]}`) : place.key;
  };

  const refuse = (sent: Editor, problem: FormProblem, fields: FieldProblem[]) => {
    const found = fields.map(({ field, reason, limit }) => ({
      place: placeOf(sent, field),
      text: fieldText(reason, limit),
    }));
    setMessages(Object.fromEntries(found.map(({ place, text }) => [place.key, text])));
    const lines = found.map(({ place, text }) => t("label.line", { row: nameOf(place), text }));
    setRefusal({ problem, lines: [...new Set(lines)] });
  };

  const save = useMutation({
    mutationFn: (sent: Editor) => call("availability.set", { body: toBody(sent) }),
    onSuccess: (answer, sent) => {
      const fresh = toEditor(answer);
      setSaved(fresh);
      // What was typed while the answer was on its way stays.
      setEditor((now) => (now === sent ? fresh : now));
      cache.setQueryData(availabilityKey, answer);
      void cache.invalidateQueries({ queryKey: ["mentors"] });
      void cache.invalidateQueries({ queryKey: ["booking", "freeTimes"] });
      toast(t("saved"));
    },
    onError: (error, sent) => {
      const known = error instanceof ApiError ? error : null;
      const problem = {
        text: errorText(error),
        requestId: known?.requestId ?? null,
        reason: known?.reason ?? "app.crashed",
      };
      refuse(sent, problem, known?.fields ?? []);
    },
  });

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (save.isPending) return;
    setMessages({});
    setRefusal(null);
    const wrong = check(editor);
    if (wrong.length === 0) return save.mutate(editor);
    const reason = "request.invalid";
    refuse(editor, { text: reasonText(reason), requestId: null, reason }, wrong);
  };

  const discard = () => {
    const before = editor;
    setEditor(saved);
    setMessages({});
    setRefusal(null);
    toast(t("discarded"), { label: t("undo"), run: () => setEditor(before) });
  };

  return (
    <form onSubmit={submit} noValidate>
      <FormSummary problem={refusal?.problem ?? null}>
        {refusal && refusal.lines.length > 0 && (
          <ul className="list-disc pl-4">
            {refusal.lines.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        )}
      </FormSummary>
      <div className="divide-y divide-line border-t border-line">
        <Section title={t("zone.title")} lead={t("zone.lead")}>
          <Field label={t("zone.label")} help={t("zone.help")} error={messages.time_zone}>
            <ZoneSelect
              value={editor.time_zone}
              onChange={(time_zone) => change((now) => ({ ...now, time_zone }), "time_zone")}
            />
          </Field>
        </Section>
        <Section title={t("week.title")} lead={t("week.lead")}>
          <Week
            week={editor.week}
            messages={messages}
            onChange={(next, row) => change((now) => ({ ...now, week: next(now.week) }), row ?? "rules")}
          />
        </Section>
        <Section title={t("specials.title")} lead={t("specials.lead")}>
          <Specials
            specials={editor.specials}
            zone={editor.time_zone}
            messages={messages}
            onChange={(next, row) =>
              change((now) => ({ ...now, specials: next(now.specials) }), row ?? "overrides")
            }
          />
        </Section>
        <Section title={t("rules.title")} lead={t("rules.lead")}>
          <BookingRules
            rules={editor.rules}
            messages={messages}
            onChange={(name, value) =>
              change((now) => ({ ...now, rules: { ...now.rules, [name]: value } }), name)
            }
          />
        </Section>
      </div>
      <div className="sticky bottom-16 z-20 -mx-4 flex items-center gap-2 border-t border-line bg-paper px-4 py-3 sm:mx-0 sm:px-0 lg:bottom-0">
        <Button type="submit" busy={save.isPending} disabled={!dirty || save.isPending}>
          {t("save")}
        </Button>
        {dirty && (
          <Button variant="ghost" disabled={save.isPending} onClick={discard}>
            {t("discard")}
          </Button>
        )}
        <p role="status" className={dirty ? "text-sm font-medium text-warning-ink" : "text-sm text-ink-3"}>
          {t(dirty ? "unsaved" : "allSaved")}
        </p>
      </div>
      <LeaveGuard when={dirty} />
    </form>
  );
}
