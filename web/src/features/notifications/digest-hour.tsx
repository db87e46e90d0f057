import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { call } from "@/api/call";
import { errorText } from "@/lib/error-text";
import { Field } from "@/ui/field";
import { Select } from "@/ui/select";
import { toast } from "@/ui/toast";
import { toClock } from "./model";
import { settingsQuery } from "./queries";

const hours = Array.from({ length: 24 }, (_, hour) => hour);

/** When the daily mail comes; takes effect at once. */
export function DigestHour({ hour, zone }: { hour: number; zone: string }) {
  const { t } = useTranslation("notifications");
  const cache = useQueryClient();
  const save = useMutation({
    mutationFn: (next: number) => call("notifications.setDigestHour", { body: { hour: next } }),
    onSuccess: (saved) => {
      cache.setQueryData(settingsQuery.queryKey, saved);
      toast(t("settings.hourSaved"));
    },
    onError: (error) => toast.error(errorText(error)),
  });
  return (
    <Field label={t("settings.hour")} help={t("settings.hourHelp", { zone })} className="max-w-sm">
      <Select
        value={save.isPending ? save.variables : hour}
        disabled={save.isPending}
        onChange={(event) => save.mutate(Number(event.target.value))}
      >
        {hours.map((one) => (
          <option key={one} value={one}>
            {toClock(one * 60)}
          </option>
        ))}
      </Select>
    </Field>
  );
}
