import { CircleAlert, CircleCheck, X } from "lucide-react";
import { type ReactNode, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";

/**
 * Short news about something just done: `toast("Saved")`, `toast.error(errorText(error))`.
 * Own code because the known library writes a <style> element, which the CSP forbids.
 */
type Toast = {
  id: number;
  text: ReactNode;
  tone: "done" | "error";
  action?: { label: string; run: () => void };
};

let toasts: Toast[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

function change(next: Toast[]) {
  toasts = next;
  for (const listener of listeners) listener();
}
const dismiss = (id: number) => change(toasts.filter((one) => one.id !== id));

function show(text: ReactNode, tone: Toast["tone"], action?: Toast["action"]) {
  lastId += 1;
  const id = lastId;
  change([...toasts.slice(-2), { id, text, tone, action }]);
  // An error, or something one may want to press, stays longer.
  setTimeout(() => dismiss(id), tone === "error" || action ? 9_000 : 5_000);
}

export const toast = Object.assign(
  (text: ReactNode, action?: Toast["action"]) => show(text, "done", action),
  {
    error: (text: ReactNode) => show(text, "error"),
  },
);

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

/** Mounted once, by the app. */
export function Toasts() {
  const { t } = useTranslation("ui");
  const list = useSyncExternalStore(
    subscribe,
    () => toasts,
    () => toasts,
  );
  return (
    <section
      aria-label={t("messages")}
      aria-live="polite"
      className="pointer-events-none fixed inset-x-4 bottom-20 z-60 flex flex-col items-center gap-2 lg:inset-x-auto lg:right-6 lg:bottom-6 lg:items-end"
    >
      {list.map((one) => (
        <div
          key={one.id}
          className="pointer-events-auto flex w-full max-w-sm animate-rise items-center gap-3 rounded-lg border border-line bg-raised py-1.5 pr-1.5 pl-4 text-sm shadow-float"
        >
          {one.tone === "done" ? (
            <CircleCheck size={20} strokeWidth={1.75} aria-hidden className="shrink-0 text-success-ink" />
          ) : (
            <CircleAlert size={20} strokeWidth={1.75} aria-hidden className="shrink-0 text-danger-ink" />
          )}
          <span className="grow py-2">{one.text}</span>
          {one.action && (
            <button
              type="button"
              className="link h-10 px-2 font-medium"
              onClick={() => {
                one.action?.run();
                dismiss(one.id);
              }}
            >
              {one.action.label}
            </button>
          )}
          <button
            type="button"
            aria-label={t("close")}
            onClick={() => dismiss(one.id)}
            className="grid size-10 shrink-0 place-items-center rounded-md text-ink-3 hover:bg-hover hover:text-ink"
          >
            <X size={18} strokeWidth={1.75} aria-hidden />
          </button>
        </div>
      ))}
    </section>
  );
}
