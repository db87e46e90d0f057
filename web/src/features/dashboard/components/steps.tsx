import { Check } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { cn } from "@/ui/cn";

export type StartStep = { title: string; body: string; to: string; done: boolean };

/** How to begin, in three steps that say which of them are done. */
export function Steps({ steps }: { steps: StartStep[] }) {
  const { t } = useTranslation("dashboard");
  return (
    <ol className="grid gap-4 md:grid-cols-3">
      {steps.map((step, place) => (
        <li
          key={step.to}
          className="relative rounded-lg border border-line bg-surface p-5 hover:border-line-strong"
        >
          <span
            aria-hidden
            className={cn(
              "tabular grid size-8 place-items-center rounded-full font-display font-semibold",
              step.done ? "bg-success-soft text-success-ink" : "bg-primary-soft text-primary-ink",
            )}
          >
            {step.done ? <Check size={18} strokeWidth={2.5} /> : place + 1}
          </span>
          <h3 className="mt-3 text-base">
            <Link to={step.to} className="after:absolute after:inset-0 after:rounded-lg">
              {step.title}
            </Link>
          </h3>
          {step.done && <span className="sr-only">{t("done")}</span>}
          <p className="mt-1 text-sm text-ink-2">{step.body}</p>
        </li>
      ))}
    </ol>
  );
}
