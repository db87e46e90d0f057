import { Check, Undo2, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { PaymentStatus, PaymentStep } from "@/api/contract.gen";
import { formatDateTime } from "@/lib/format";
import { usePreference, useViewerZone } from "@/lib/preferences";
import { cn } from "@/ui/cn";
import { phaseOf } from "../model/phase";

const way: PaymentStep["step"][] = ["held", "ordered", "paid", "confirmed"];

/** Why money goes back, as the server notes it. */
const reasons = ["late", "double", "wrong_sum", "gone", "cancelled"] as const;
type Reason = (typeof reasons)[number];
const isReason = (note: string): note is Reason => reasons.includes(note as Reason);

/** What happened to this payment and when, then what is still to come. The server keeps it, so it survives a reload. */
export function Timeline({ status }: { status: PaymentStatus }) {
  const { t } = useTranslation("payments");
  const [zone] = useViewerZone();
  const [hours] = usePreference("hours");
  const phase = phaseOf(status);
  const reached = new Set(status.steps.map(({ step }) => step));
  const ahead =
    phase === "pay" || phase === "waiting"
      ? way.filter((step) => !reached.has(step))
      : phase === "refunding"
        ? (["refunded"] as const)
        : [];
  return (
    <section aria-labelledby="timeline">
      <h2 id="timeline" className="text-lg">
        {t("timeline.title")}
      </h2>
      <ol className="mt-4 flex flex-col">
        {status.steps.map(({ step, at, note }, place) => (
          <li key={`${step} ${at}`} className="group flex gap-3.5">
            <Dot step={step} joined={place < status.steps.length - 1 || ahead.length > 0} />
            <div className="pb-5 text-sm">
              <p className="font-medium">{t(`step.${step}`)}</p>
              {isReason(note) && <p className="text-ink-2">{t(`note.${note}`)}</p>}
              <time dateTime={at} className="tabular text-ink-3">
                {formatDateTime(at, zone, hours)}
              </time>
            </div>
          </li>
        ))}
        {ahead.map((step, place) => (
          <li key={step} className="flex gap-3.5 text-ink-3">
            <Dot joined={place < ahead.length - 1} />
            <p className="pb-5 text-sm">
              {t(`ahead.${step as "held" | "ordered" | "paid" | "confirmed" | "refunded"}`)}
            </p>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Without a step: still to come. */
function Dot({ step, joined }: { step?: PaymentStep["step"]; joined: boolean }) {
  const Icon = step === "failed" ? X : step === "refunding" || step === "refunded" ? Undo2 : Check;
  return (
    <span aria-hidden className="flex flex-col items-center">
      <span
        className={cn(
          "grid size-6 shrink-0 place-items-center rounded-full",
          !step && "border-2 border-line",
          step && (step === "failed" ? "bg-danger-soft text-danger-ink" : "bg-primary-soft text-primary-ink"),
          step === "confirmed" && "bg-success-soft text-success-ink",
        )}
      >
        {step && <Icon size={14} strokeWidth={2.5} />}
      </span>
      {joined && <span className="my-1 w-px grow bg-line" />}
    </span>
  );
}
