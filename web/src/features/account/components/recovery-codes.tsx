import { useTranslation } from "react-i18next";
import { Button } from "@/ui/button";
import { toast } from "@/ui/toast";

/** Shown once: copied, saved as a file, or written down, and then away. */
export default function RecoveryCodes({ codes, onKept }: { codes: string[]; onKept: () => void }) {
  const { t } = useTranslation("account");
  const text = `${codes.join("\n")}\n`;
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    toast(t("factor.copied"));
  };
  return (
    <div className="flex flex-col gap-4">
      <div>
        <h3 className="font-medium">{t("factor.codesTitle")}</h3>
        <p className="mt-1 text-ink-2">{t("factor.codesLead")}</p>
      </div>
      <ul className="grid grid-cols-1 gap-x-8 gap-y-1 rounded-lg bg-sunken p-4 font-mono text-sm sm:grid-cols-2">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="flex flex-wrap items-center gap-2">
        <Button onClick={onKept}>{t("factor.done")}</Button>
        {navigator.clipboard && (
          <Button variant="secondary" onClick={copy}>
            {t("factor.copy")}
          </Button>
        )}
        <a
          className="link px-2"
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`}
          download="aspirex-recovery-codes.txt"
        >
          {t("factor.save")}
        </a>
      </div>
    </div>
  );
}
