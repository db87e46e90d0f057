import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { HookSecret } from "@/api/contract.gen";
import { Button } from "@/ui/button";
import { ShownOnce } from "@/ui/shown-once";
import { hostOf } from "../model/delivery";

/** On the page and in no dialog: nothing that closes by itself or by Escape takes it away. */
export function NewSecret({ made, onKept }: { made: HookSecret; onKept: () => void }) {
  const { t } = useTranslation("webhooks");
  const box = useRef<HTMLElement>(null);
  const label = t("secret.label", { host: hostOf(made.webhook.url) });
  useEffect(() => {
    // After the dialog before it has given the focus back.
    const frame = requestAnimationFrame(() => {
      box.current?.focus();
      box.current?.scrollIntoView?.({ block: "nearest" });
    });
    return () => cancelAnimationFrame(frame);
  }, []);
  return (
    <section
      ref={box}
      tabIndex={-1}
      aria-label={label}
      className="mb-8 flex flex-col items-start gap-3 rounded-lg bg-sunken p-4 sm:p-5"
    >
      <ShownOnce label={label} help={t("secret.help")} value={made.secret} />
      <Button variant="secondary" onClick={onKept}>
        {t("secret.kept")}
      </Button>
    </section>
  );
}
