import { Check, CheckCheck, CircleAlert, Clock } from "lucide-react";
import { useTranslation } from "react-i18next";
import { cn } from "@/ui/cn";

export type Mark = "sending" | "sent" | "read" | "failed";
const icons = { sending: Clock, sent: Check, read: CheckCheck, failed: CircleAlert };

/** How far an own message has come. */
export function DeliveryMark({ mark }: { mark: Mark }) {
  const { t } = useTranslation("chat");
  const Icon = icons[mark];
  return (
    <span
      role="img"
      aria-label={t(`mark.${mark}`)}
      title={t(`mark.${mark}`)}
      className={cn(
        "inline-grid shrink-0 place-items-center",
        mark === "read" && "text-primary-ink",
        mark === "failed" && "text-danger-ink",
      )}
    >
      <Icon size={14} strokeWidth={2} aria-hidden />
    </span>
  );
}
