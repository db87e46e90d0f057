import { useTranslation } from "react-i18next";
import { Button } from "./button";
import { Field, Input } from "./field";
import { toast } from "./toast";

/** A secret at the only time that it is seen. */
export function ShownOnce({ label, help, value }: { label: string; help: string; value: string }) {
  const { t } = useTranslation("ui");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value);
      toast(t("copied"));
    } catch {
      toast.error(t("copyFailed"));
    }
  };
  return (
    <div className="flex w-full flex-col gap-3">
      <Field label={label} help={help}>
        <Input
          readOnly
          value={value}
          className="font-mono text-sm"
          onFocus={(event) => event.target.select()}
        />
      </Field>
      <Button className="self-start" onClick={copy}>
        {t("copy")}
      </Button>
    </div>
  );
}
