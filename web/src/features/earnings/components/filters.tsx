import { useTranslation } from "react-i18next";
import type { EarningFileQuery, EarningKind } from "@/api/contract.gen";
import { zoneCity } from "@/lib/zones";
import { Button } from "@/ui/button";
import { Field, Input } from "@/ui/field";
import { Select } from "@/ui/select";
import { isBackwards, kinds } from "../model/filter";

type Props = {
  filter: EarningFileQuery;
  onChange: (next: EarningFileQuery) => void;
  /** The mentor's; known once the totals are there. */
  zone: string | undefined;
};

export function Filters({ filter, onChange, zone }: Props) {
  const { t } = useTranslation("earnings");
  const some = Boolean(filter.kind || filter.from || filter.to);
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="sr-only">{t("filter.label")}</legend>
      <div className="flex flex-wrap items-start gap-3">
        <Field label={t("filter.kind")} className="w-full sm:w-44">
          <Select
            value={filter.kind ?? ""}
            onChange={(event) =>
              onChange({ ...filter, kind: (event.target.value || undefined) as EarningKind | undefined })
            }
          >
            <option value="">{t("filter.all")}</option>
            {kinds.map((kind) => (
              <option key={kind} value={kind}>
                {t(`kind.${kind}`)}
              </option>
            ))}
          </Select>
        </Field>
        <Field label={t("filter.from")} className="min-w-36 grow sm:grow-0">
          <Input
            type="date"
            value={filter.from ?? ""}
            max={filter.to}
            onChange={(event) => onChange({ ...filter, from: event.target.value || undefined })}
          />
        </Field>
        <Field
          label={t("filter.to")}
          className="min-w-36 grow sm:grow-0"
          error={isBackwards(filter) ? t("filter.backwards") : undefined}
        >
          <Input
            type="date"
            value={filter.to ?? ""}
            min={filter.from}
            onChange={(event) => onChange({ ...filter, to: event.target.value || undefined })}
          />
        </Field>
        {some && (
          <Button variant="ghost" className="sm:mt-7" onClick={() => onChange({})}>
            {t("filter.clear")}
          </Button>
        )}
      </div>
      {zone && <p className="text-sm text-ink-3">{t("filter.zone", { city: zoneCity(zone) })}</p>}
    </fieldset>
  );
}
