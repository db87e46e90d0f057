import type { UseInfiniteQueryResult } from "@tanstack/react-query";
import { CircleAlert, LoaderCircle, RotateCw } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "@/api/api-error";
import { errorText } from "@/lib/error-text";
import type { FormProblem } from "@/lib/use-app-form";
import { Button } from "./button";
import { cn } from "./cn";

/** Nothing here yet: one sentence, at most one drawing, one action. */
export function EmptyState({
  icon,
  title,
  children,
  action,
}: {
  icon?: ReactNode;
  title: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="flex flex-col items-center gap-3 px-4 py-12 text-center">
      {icon && (
        <span
          aria-hidden
          className="grid size-14 place-items-center rounded-full bg-primary-soft text-primary-ink [&_svg]:size-6"
        >
          {icon}
        </span>
      )}
      <div className="font-display text-lg font-semibold text-balance">{title}</div>
      {children && <div className="measure max-w-md text-ink-2">{children}</div>}
      {action && <div className="mt-2">{action}</div>}
    </div>
  );
}

type ErrorStateProps = {
  error: unknown /** What was not lost. */;
  kept?: ReactNode;
  onRetry?: () => void;
  busy?: boolean;
  className?: string;
};

/** What happened, what was kept, what to do, and the number to quote. */
export function ErrorState({ error, kept, onRetry, busy, className }: ErrorStateProps) {
  const { t } = useTranslation("ui");
  const requestId = error instanceof ApiError ? error.requestId : null;
  return (
    <div role="alert" className={cn("flex flex-col items-center gap-3 px-4 py-12 text-center", className)}>
      <span
        aria-hidden
        className="grid size-14 place-items-center rounded-full bg-danger-soft text-danger-ink"
      >
        <CircleAlert size={24} strokeWidth={1.75} />
      </span>
      <p className="measure max-w-md font-medium">{errorText(error)}</p>
      {kept && <p className="measure max-w-md text-ink-2">{kept}</p>}
      {onRetry && (
        <Button variant="secondary" onClick={onRetry} busy={busy}>
          <RotateCw size={18} strokeWidth={1.75} aria-hidden />
          {t("tryAgain")}
        </Button>
      )}
      {requestId && <Reference id={requestId} />}
    </div>
  );
}

export function Reference({ id }: { id: string }) {
  const { t } = useTranslation("ui");
  return (
    <p className="text-xs text-ink-3">
      {t("reference")} <code className="font-mono select-all">{id}</code>
    </p>
  );
}

/** On top of a form after a failed save. Takes the focus, so that nobody misses it. */
export function FormSummary({ problem, children }: { problem: FormProblem | null; children?: ReactNode }) {
  const { t } = useTranslation("ui");
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (problem) box.current?.focus();
  }, [problem]);
  if (!problem) return null;
  return (
    <div
      ref={box}
      tabIndex={-1}
      role="alert"
      className="flex gap-3 rounded-md bg-danger-soft p-4 text-sm text-danger-ink"
    >
      <CircleAlert size={20} strokeWidth={1.75} aria-hidden className="mt-px shrink-0" />
      <div className="flex min-w-0 flex-col gap-1">
        <p className="font-medium">{problem.text}</p>
        {children}
        {problem.requestId && (
          <p className="text-xs">
            {t("reference")} <code className="font-mono select-all">{problem.requestId}</code>
          </p>
        )}
      </div>
    </div>
  );
}

/** A note inside the page that is not an error. */
export function Notice({
  tone = "primary",
  icon,
  children,
}: {
  tone?: "primary" | "warning" | "success";
  icon?: ReactNode;
  children: ReactNode;
}) {
  const tones = {
    primary: "bg-primary-soft text-primary-ink",
    warning: "bg-warning-soft text-warning-ink",
    success: "bg-success-soft text-success-ink",
  };
  return (
    <div className={cn("flex gap-3 rounded-md p-4 text-sm", tones[tone])}>
      {icon && (
        <span aria-hidden className="mt-px shrink-0 [&_svg]:size-5">
          {icon}
        </span>
      )}
      <div className="min-w-0">{children}</div>
    </div>
  );
}

/** "Show more" under a cursor list. What is there stays when the next page does not come; the button asks again. */
export function LoadMore({ list, label }: { list: MoreOf; label?: string }) {
  const { t } = useTranslation("ui");
  if (!list.hasNextPage) return null;
  return (
    <div className="flex flex-col items-center gap-3 pt-6">
      {list.isFetchNextPageError && (
        <p role="alert" className="measure text-center text-sm text-danger-ink">
          {errorText(list.error)}
        </p>
      )}
      <Button variant="secondary" busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
        {list.isFetchNextPageError ? t("tryAgain") : (label ?? t("loadMore"))}
      </Button>
    </div>
  );
}

type MoreOf = Pick<
  UseInfiniteQueryResult,
  "hasNextPage" | "isFetchingNextPage" | "isFetchNextPageError" | "error"
> & { fetchNextPage: () => unknown };

/** For work of unknown length that has no shape yet; a page that loads uses Skeleton. */
export function Working({ label }: { label: string }) {
  return (
    <p role="status" className="flex items-center justify-center gap-3 py-12 text-ink-2">
      <LoaderCircle size={20} strokeWidth={1.75} className="animate-turn" aria-hidden />
      {label}
    </p>
  );
}
