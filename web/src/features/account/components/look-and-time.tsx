import { Monitor, Moon, Sun } from "lucide-react";
import { useTranslation } from "react-i18next";
import { formatTime } from "@/lib/format";
import { usePreference, useViewerZone } from "@/lib/preferences";
import { useNow } from "@/lib/use-now";
import { RadioCards } from "@/ui/choices";
import { Field } from "@/ui/field";
import { ZoneSelect } from "@/ui/zone-select";

const icon = { strokeWidth: 1.75, "aria-hidden": true } as const;

/** Takes effect at once; there is nothing to save. */
export function LookAndTime() {
  const { t } = useTranslation("account");
  const [theme, setTheme] = usePreference("theme");
  const [hours, setHours] = usePreference("hours");
  const [zone, setZone] = useViewerZone();
  const now = useNow();
  const example = (cycle: "24" | "12") => t("look.example", { time: formatTime(now, zone, cycle) });
  return (
    <div className="flex flex-col gap-6">
      <RadioCards
        legend={t("look.theme")}
        name="theme"
        value={theme}
        onChange={setTheme}
        columns={3}
        options={[
          { value: "system", label: t("look.system"), icon: <Monitor {...icon} /> },
          { value: "light", label: t("look.light"), icon: <Sun {...icon} /> },
          { value: "dark", label: t("look.dark"), icon: <Moon {...icon} /> },
        ]}
      />
      <RadioCards
        legend={t("look.hours")}
        name="hours"
        value={hours}
        onChange={setHours}
        columns={2}
        options={[
          { value: "24", label: t("look.hours24"), help: example("24") },
          { value: "12", label: t("look.hours12"), help: example("12") },
        ]}
      />
      <Field label={t("look.zone")}>
        <ZoneSelect value={zone} onChange={setZone} />
      </Field>
    </div>
  );
}
