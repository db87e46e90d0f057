import { useTranslation } from "react-i18next";
import { Button } from "@/ui/button";
import { Field, Input } from "@/ui/field";
import { toast } from "@/ui/toast";

/** The only time that the address is seen. */
export function NewAddress({ url }: { url: string }) {
  const { t } = useTranslation("calendar");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(url);
      toast(t("settings.copied"));
    } catch {
      toast.error(t("settings.copyFailed"));
    }
  };
  return (
    <div className="flex w-full flex-col gap-3">
      <Field label={t("settings.label")} help={t("settings.once")}>
        <Input
          readOnly
          value={url}
          className="font-mono text-sm"
          onFocus={(event) => event.target.select()}
        />
      </Field>
      <Button className="self-start" onClick={copy}>
        {t("settings.copy")}
      </Button>
    </div>
  );
}
