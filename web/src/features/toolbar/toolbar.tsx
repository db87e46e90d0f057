import { useQuery } from "@tanstack/react-query";
import { Bug, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { formatNumber } from "@/lib/format";
import { Button } from "@/ui/button";
import { Panel } from "./panel";
import { type Summary, summariesQuery } from "./records";
import { watchCalls } from "./watch-calls";

const sum = (calls: Summary[], of: (call: Summary) => number) =>
  calls.reduce((all, call) => all + of(call), 0);

/** What this page's calls did on the server: a line above the app's own bar, and a panel when asked. */
export function Toolbar({ onHide }: { onHide: () => void }) {
  const { t } = useTranslation("toolbar");
  const [open, setOpen] = useState(false);
  const [ids, setIds] = useState<string[]>([]);
  useEffect(() => watchCalls(setIds), []);
  const { data, isError } = useQuery(summariesQuery(ids[0], open));
  const calls = ids.flatMap((id) => data?.items.find((call) => call.id === id) ?? []);

  const opener = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(false);
  useEffect(() => {
    if (wasOpen.current && !open) opener.current?.focus();
    wasOpen.current = open;
  }, [open]);

  if (open)
    return (
      <Panel calls={calls} failed={isError || data === null} onClose={() => setOpen(false)} onHide={onHide} />
    );
  const loops = calls.some((call) => call.n_plus_one);
  return (
    <aside
      aria-label={t("label")}
      className="fixed bottom-2 left-2 z-40 flex items-center rounded-full border border-line-strong bg-surface text-xs shadow-float lg:right-2 lg:left-auto max-lg:[:root:has([data-bottom-bar])_&]:bottom-[calc(var(--bottom-bar)+0.5rem)]"
    >
      <button
        ref={opener}
        type="button"
        aria-expanded={false}
        onClick={() => setOpen(true)}
        className="tabular inline-flex min-h-8 items-center gap-2 rounded-full pl-3 text-ink-2 hover:text-ink"
      >
        <Bug size={16} strokeWidth={1.75} aria-hidden />
        <span className="sr-only">{t("label")}: </span>
        {calls.length === 0
          ? t("none")
          : `${t("open", { count: calls.length, ms: formatNumber(sum(calls, (call) => call.micros) / 1000, 0) })} · ${t(
              "queries",
              { count: sum(calls, (call) => call.statements) },
            )}`}
        {loops && <span className="font-semibold text-warning-ink">{t("nPlusOne")}</span>}
      </button>
      <Button
        variant="ghost"
        size="sm"
        aria-label={t("hide")}
        title={t("hide")}
        onClick={onHide}
        className="h-8 px-2"
      >
        <X size={16} strokeWidth={1.75} aria-hidden />
      </Button>
    </aside>
  );
}
