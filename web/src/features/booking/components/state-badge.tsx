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

export function StateBadge({ state }: { state: BookingState }) {
  const { t } = useTranslation("booking");
  return <Badge tone={tones[state]}>{t(`state.${state}`)}</Badge>;
}
