import { ChevronDown } from "lucide-react";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Hook, HookDelivery } from "@/api/contract.gen";
import { formatRelative } from "@/lib/format";
import { useNow } from "@/lib/use-now";
import { Badge } from "@/ui/bits";
import { cn } from "@/ui/cn";
import { deliveryTone, shownState } from "../model/delivery";
import { useWords } from "../use-words";
import { DeliveryDetails } from "./delivery-details";

const minute = 60_000;

/** One event on its way to one webhook; opens to what was sent and every try. */
export function DeliveryRow({ delivery, hook }: { delivery: HookDelivery; hook: Hook }) {
  const { t } = useTranslation("webhooks");
  const words = useWords();
  const now = useNow(10_000);
  const [open, setOpen] = useState(false);
  const id = useId();
  const state = shownState(delivery);
  const next = (at: string | null) =>
    at === null || Date.parse(at) - now.getTime() < minute
      ? t("delivery.soon")
      : t("delivery.next", { when: formatRelative(at, now) });
  const facts = [
    delivery.attempts > 0 && t("delivery.tries", { count: delivery.attempts }),
    delivery.last_outcome !== "none" && words.outcome(delivery.last_outcome, delivery.last_status),
    state === "again" && next(delivery.next_at),
  ].filter(Boolean);
  return (
    <>
      <button
        type="button"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
        className="flex w-full items-start gap-3 py-3 text-left hover:bg-hover sm:px-3"
      >
        <span className="flex min-w-0 grow flex-wrap items-start justify-between gap-x-4 gap-y-1.5">
          <span className="min-w-0 grow basis-56">
            <span className="block font-medium">
              {words.kind(delivery.kind)}{" "}
              <code className="font-mono text-xs font-normal text-ink-3">{delivery.kind}</code>
            </span>
            <span className="block text-sm text-ink-3">
              <time dateTime={delivery.created_at}>{formatRelative(delivery.created_at, now)}</time>
              {facts.map((fact) => ` · ${fact}`)}
            </span>
          </span>
          <Badge tone={deliveryTone[state]}>{t(`delivery.state.${state}`)}</Badge>
        </span>
        <ChevronDown
          size={20}
          strokeWidth={1.75}
          aria-hidden
          className={cn("mt-0.5 shrink-0 text-ink-3 transition-transform", open && "rotate-180")}
        />
      </button>
      {open && (
        <div id={id} className="pt-2 pb-5 sm:px-3">
          <DeliveryDetails delivery={delivery} hook={hook} />
        </div>
      )}
    </>
  );
}
