import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Hook } from "@/api/contract.gen";
import { formatRelative } from "@/lib/format";
import { useNow } from "@/lib/use-now";
import { Badge } from "@/ui/bits";
import { hookTone } from "../model/delivery";

/** One line of the list; why it is paused stands on its own page. */
export function HookRow({ hook }: { hook: Hook }) {
  const { t } = useTranslation("webhooks");
  const now = useNow(60_000);
  return (
    <div className="relative flex flex-wrap items-start justify-between gap-x-4 gap-y-2 py-4 hover:bg-hover sm:px-3">
      <div className="min-w-0 grow basis-64">
        <p className="font-medium [overflow-wrap:anywhere]">
          <Link to={`/staff/webhooks/${hook.id}`} className="after:absolute after:inset-0">
            {hook.url}
          </Link>
        </p>
        {hook.note && <p className="text-sm text-ink-2 [overflow-wrap:anywhere]">{hook.note}</p>}
        <p className="mt-1 font-mono text-xs text-ink-3">{hook.kinds.join(", ")}</p>
        <p className="mt-1 text-sm text-ink-3">
          {hook.last_success_at ? (
            <time dateTime={hook.last_success_at}>
              {t("arrived", { when: formatRelative(hook.last_success_at, now) })}
            </time>
          ) : (
            t("neverArrived")
          )}
        </p>
      </div>
      <Badge tone={hookTone[hook.state]}>{t(`state.${hook.state}`)}</Badge>
    </div>
  );
}
