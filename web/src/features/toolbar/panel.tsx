import { ChevronRight, EyeOff, X } from "lucide-react";
import { useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { formatNumber } from "@/lib/format";
import { Badge } from "@/ui/bits";
import { Button } from "@/ui/button";
import { cn } from "@/ui/cn";
import { CallDetail } from "./call-detail";
import type { Summary } from "./records";

type Props = { calls: Summary[]; failed: boolean; onClose: () => void; onHide: () => void };

/** The calls, the newest first, each opening to what it did. */
export function Panel({ calls, failed, onClose, onHide }: Props) {
  const { t } = useTranslation("toolbar");
  const [chosen, setChosen] = useState<string | null>(null);
  const close = useRef<HTMLButtonElement>(null);
  useEffect(() => close.current?.focus(), []);
  return (
    <aside
      aria-label={t("label")}
      onKeyDown={({ key }) => key === "Escape" && onClose()}
      className="fixed inset-x-0 bottom-0 z-40 flex max-h-[60dvh] animate-rise flex-col border-t border-line-strong bg-surface text-sm shadow-float max-lg:[:root:has([data-bottom-bar])_&]:bottom-(--bottom-bar)"
    >
      <div className="flex items-center gap-1 border-b border-line py-1 pr-2 pl-4">
        <h2 className="grow font-semibold">{t("label")}</h2>
        <Button variant="ghost" size="sm" aria-label={t("hide")} title={t("hide")} onClick={onHide}>
          <EyeOff size={18} strokeWidth={1.75} aria-hidden />
        </Button>
        <Button ref={close} variant="ghost" size="sm" aria-label={t("close")} onClick={onClose}>
          <X size={18} strokeWidth={1.75} aria-hidden />
        </Button>
      </div>
      <div className="overflow-y-auto overscroll-contain">
        {failed && <p className="px-4 py-3 text-danger-ink">{t("failed")}</p>}
        {!failed && calls.length === 0 && <p className="px-4 py-3 text-ink-2">{t("empty")}</p>}
        <ul className="divide-y divide-line">
          {calls.map((call) => (
            <Call
              key={call.id}
              call={call}
              open={call.id === chosen}
              onToggle={() => setChosen(call.id === chosen ? null : call.id)}
            />
          ))}
        </ul>
      </div>
    </aside>
  );
}

function Call({ call, open, onToggle }: { call: Summary; open: boolean; onToggle: () => void }) {
  const { t } = useTranslation("toolbar");
  const detail = useId();
  return (
    <li>
      <button
        type="button"
        aria-expanded={open}
        aria-controls={open ? detail : undefined}
        onClick={onToggle}
        className="tabular flex min-h-11 w-full flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2 text-left hover:bg-hover"
      >
        <ChevronRight
          size={16}
          strokeWidth={1.75}
          aria-hidden
          className={cn("shrink-0 transition-transform", open && "rotate-90")}
        />
        <span className="min-w-0 grow break-words">
          <span className="font-semibold">{call.method}</span> {call.endpoint}
        </span>
        <Badge tone={call.status >= 500 ? "danger" : call.status >= 400 ? "warning" : "neutral"}>
          {call.status}
        </Badge>
        <span>{t("ms", { ms: formatNumber(call.micros / 1000, 1) })}</span>
        <span className="text-ink-2">{t("queries", { count: call.statements })}</span>
        {call.n_plus_one ? (
          <Badge tone="warning">
            {t("nPlusOne")} {t("times", { count: call.repeated })}
          </Badge>
        ) : (
          call.repeated > 1 && (
            <Badge>
              {t("repeated")} {t("times", { count: call.repeated })}
            </Badge>
          )
        )}
        {call.mails > 0 && <Badge tone="primary">{t("mails", { count: call.mails })}</Badge>}
      </button>
      {open && (
        <div id={detail} className="bg-sunken px-4 py-3">
          <CallDetail id={call.id} />
        </div>
      )}
    </li>
  );
}
