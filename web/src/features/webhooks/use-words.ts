import { useTranslation } from "react-i18next";
import type { HookOutcome } from "@/api/contract.gen";

/** Kinds are the server's: one that it has and we have no words for is called by its own name. */
export function useWords() {
  const { t } = useTranslation("webhooks");
  const named = (key: string, fallback: string) => t(key as never, { defaultValue: fallback }) as string;
  return {
    group: (group: string) => named(`group.${group}`, group),
    kind: (kind: string) => named(`kind.${kind}`, kind),
    outcome: (outcome: HookOutcome, status: number) => t(`outcome.${outcome}`, { status }),
  };
}
