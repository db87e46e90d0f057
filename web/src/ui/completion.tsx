import { CircleCheck } from "lucide-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Completion } from "@/api/contract.gen";
import { Card } from "./bits";

const parts = [
  "photo",
  "headline",
  "about",
  "skills",
  "languages",
  "education",
  "links",
  "cv",
  "services",
  "availability",
] as const;
type Name = (typeof parts)[number];

/** Parts that are filled in on a page of their own. */
const elsewhere: Partial<Record<Name, string>> = {
  services: "/mentor/services",
  availability: "/mentor/availability",
};

/** To the part named in the address, with the focus in it. */
function focusPart(hash: string) {
  const part = hash.startsWith("#part-") && document.getElementById(hash.slice(1));
  if (!part) return;
  part.scrollIntoView({ block: "center" });
  part.querySelector<HTMLElement>("input:not([type=file]),textarea,button")?.focus({ preventScroll: true });
}

/** How much of a profile is there, and the way to each part that is not. `page` is where it is filled in. */
export function CompletionMeter({
  completion,
  page,
  compact,
}: {
  completion: Completion;
  page: string;
  /** A hint elsewhere: nothing once all is there. */
  compact?: boolean;
}) {
  const { t } = useTranslation("ui", { keyPrefix: "completion" });
  useEffect(() => {
    if (!compact) focusPart(window.location.hash);
  }, [compact]);
  const { percent } = completion;
  if (percent === 100) {
    return compact ? null : (
      <p className="flex items-center gap-2 text-sm text-success-ink">
        <CircleCheck size={18} strokeWidth={1.75} aria-hidden />
        {t("done")}
      </p>
    );
  }
  const missing = parts.filter((part) => completion.missing.includes(part));
  return (
    <Card className="flex flex-col gap-3">
      <div className="flex items-baseline justify-between gap-4">
        <h2 id="completion" className="text-base">
          {t("title")}
        </h2>
        <span className="tabular text-sm font-medium">{t("percent", { percent })}</span>
      </div>
      <div
        role="progressbar"
        aria-labelledby="completion"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        className="h-2 overflow-hidden rounded-full bg-sunken"
      >
        <div className="h-full rounded-full bg-primary" style={{ width: `${percent}%` }} />
      </div>
      <ul aria-label={t("missing")} className="flex flex-wrap gap-x-4 gap-y-1">
        {missing.map((part) => (
          <li key={part}>
            <Link
              to={elsewhere[part] ?? `${page}#part-${part}`}
              onClick={() => !compact && focusPart(`#part-${part}`)}
              className="link inline-flex min-h-8 items-center text-sm"
            >
              {t(`part.${part}`)}
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}
