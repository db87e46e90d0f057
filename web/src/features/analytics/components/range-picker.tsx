import { useTranslation } from "react-i18next";
import type { MentorReportQuery } from "@/api/contract.gen";
import { dateKey } from "@/lib/format";
import { useViewerZone } from "@/lib/preferences";
import { Field, Input } from "@/ui/field";
import { Segments } from "@/ui/segments";
import { problemOf, spans } from "../model/range";

type Props = { query: MentorReportQuery; onChange: (next: MentorReportQuery) => void };

export function RangePicker({ query, onChange }: Props) {
  const { t } = useTranslation("analytics");
  const [zone] = useViewerZone();
  const problem = problemOf(query);
  return (
    <div className="flex flex-wrap items-start gap-x-4 gap-y-3">
      <Segments
        label={t("range.label")}
        name="range"
        value={query.range ?? "30"}
        options={spans.map((value) => ({ value, label: t(`range.${value}`) }))}
        onChange={(range) =>
          onChange(range === "custom" ? { range, from: query.from, to: query.to } : { range })
        }
      />
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
