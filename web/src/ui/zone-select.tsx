import { useState } from "react";
import { flushSync } from "react-dom";
import { useTranslation } from "react-i18next";
import { canonicalZone, zoneOption, zoneOptions } from "@/lib/zones";
import { useFieldWiring } from "./field";
import { Select } from "./select";

type Props = { value: string; onChange: (zone: string) => void; disabled?: boolean; className?: string };

/**
 * All time zones with their present offset, west to east. Works with the keyboard by typing a city. The list is made when
 * the field is touched: four hundred lines that nobody looks at would hold up the page they stand on.
 */
export function ZoneSelect({ value, onChange, disabled, className }: Props) {
  const { t } = useTranslation("ui");
  const labelled = useFieldWiring() !== null;
  const [touched, setTouched] = useState(false);
  const zone = canonicalZone(value);
  const all = touched ? zoneOptions() : [];
  const options = all.some((one) => one.zone === zone) ? all : [zoneOption(zone), ...all];
  // At once: the browser opens its list right after the event.
  const touch = () => touched || flushSync(() => setTouched(true));
  return (
    <Select
      aria-label={labelled ? undefined : t("zone")}
      value={zone}
      disabled={disabled}
      className={className}
      onPointerDown={touch}
      onFocus={touch}
      onChange={(event) => onChange(event.target.value)}
    >
      {options.map(({ zone, city, offset }) => (
        <option key={zone} value={zone}>
          {zone === "UTC" ? zone : `${city} · ${offset} · ${zone.split("/")[0]}`}
        </option>
      ))}
    </Select>
  );
}
