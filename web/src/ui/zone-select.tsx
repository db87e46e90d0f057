import { useTranslation } from "react-i18next";
import { canonicalZone, zoneOptions } from "@/lib/zones";
import { useFieldWiring } from "./field";
import { Select } from "./select";

type Props = { value: string; onChange: (zone: string) => void; disabled?: boolean; className?: string };

/** All time zones with their present offset, west to east. Works with the keyboard by typing a city. */
export function ZoneSelect({ value, onChange, disabled, className }: Props) {
  const { t } = useTranslation("ui");
  const labelled = useFieldWiring() !== null;
  return (
    <Select
      aria-label={labelled ? undefined : t("zone")}
      value={canonicalZone(value)}
      disabled={disabled}
      className={className}
      onChange={(event) => onChange(event.target.value)}
    >
      {zoneOptions().map(({ zone, city, offset }) => (
        <option key={zone} value={zone}>
          {zone === "UTC" ? zone : `${city} · ${offset} · ${zone.split("/")[0]}`}
        </option>
      ))}
    </Select>
  );
}
