import { useTranslation } from "react-i18next";
import type { BookingState } from "@/api/contract.gen";
import { Badge, type Tone } from "@/ui/bits";

const tones: Record<BookingState, Tone> = {
  held: "warning",
  confirmed: "success",
  completed: "neutral",
  missed: "danger",
  cancelled: "neutral",
  expired: "neutral",
};

/** `running`: its start has come. */
export function StateBadge({ state, running }: { state: BookingState; running?: boolean }) {
  const { t } = useTranslation("booking");
  if (running && state === "confirmed") return <Badge tone="primary">{t("state.ongoing")}</Badge>;
  return <Badge tone={tones[state]}>{t(`state.${state}`)}</Badge>;
}
