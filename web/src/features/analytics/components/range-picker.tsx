import { useTranslation } from "react-i18next";
import type { MentorReportQuery } from "@/api/contract.gen";
import { dateKey } from "@/lib/format";
import { useViewerZone } from "@/lib/preferences";
import { Field, Input } from "@/ui/field";
import { problemOf, spans } from "../model/range";

type Props = { query: MentorReportQuery; onChange: (next: MentorReportQuery) => void };

export function RangePicker({ query, onChange }: Props) {
  const { t } = useTranslation("analytics");
  const [zone] = useViewerZone();
  const problem = problemOf(query);
  return (
    <div className="flex flex-wrap items-start gap-x-4 gap-y-3">
      <fieldset className="min-w-0">
        <legend className="mb-1.5 text-sm font-medium">{t("range.label")}</legend>
        <div className="flex flex-wrap gap-1 rounded-md border border-line bg-surface p-1">
          {spans.map((span) => (
            <label
              key={span}
              className="grid h-9 place-items-center rounded-sm px-3 text-sm whitespace-nowrap text-ink-2 hover:text-ink has-checked:bg-primary-soft has-checked:font-medium has-checked:text-primary-ink has-focus-visible:outline-2 has-focus-visible:outline-primary"
            >
              <input
                type="radio"
                name="range"
                className="sr-only"
                checked={query.range === span}
                onChange={() =>
                  onChange(
                    span === "custom" ? { range: span, from: query.from, to: query.to } : { range: span },
                  )
                }
              />
              {t(`range.${span}`)}
            </label>
          ))}
        </div>
      </fieldset>
      {query.range === "custom" && (
        <>
          <Field label={t("range.from")} className="min-w-36 grow sm:grow-0">
            <Input
              type="date"
              value={query.from ?? ""}
              max={query.to ?? dateKey(new Date(), zone)}
              onChange={(event) => onChange({ ...query, from: event.target.value || undefined })}
            />
          </Field>
          <Field
            label={t("range.to")}
            className="min-w-36 grow sm:grow-0"
            error={problem && problem !== "incomplete" ? t(`range.${problem}`) : undefined}
          >
            <Input
              type="date"
              value={query.to ?? ""}
              min={query.from}
              max={dateKey(new Date(), zone)}
              onChange={(event) => onChange({ ...query, to: event.target.value || undefined })}
            />
          </Field>
        </>
      )}
    </div>
  );
}
