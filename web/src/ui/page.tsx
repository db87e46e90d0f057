import type { ReactNode } from "react";
import { useTitle } from "@/lib/use-title";
import { cn } from "./cn";

/** Title of the page (also in the tab) with its one primary action. */
export function PageHeader({
  title,
  tabTitle,
  lead,
  action,
}: {
  title: ReactNode;
  tabTitle?: string;
  lead?: ReactNode;
  action?: ReactNode;
}) {
  useTitle(tabTitle ?? (typeof title === "string" ? title : undefined));
  return (
    <header className="mb-6 flex flex-wrap items-end justify-between gap-x-6 gap-y-4 sm:mb-8">
      <div className="min-w-0">
        <h1 className="text-2xl sm:text-3xl">{title}</h1>
        {lead && <p className="measure mt-2 text-ink-2">{lead}</p>}
      </div>
      {action}
    </header>
  );
}

/** The width of a page's content: `wide` 1120 px, `form` one column. */
export function Page({
  width = "wide",
  className,
  children,
}: {
  width?: "wide" | "form";
  className?: string;
  children: ReactNode;
}) {
  return (
    <div
      className={cn(
        "mx-auto w-full px-4 py-6 sm:px-6 sm:py-10",
        width === "wide" ? "max-w-[1168px]" : "max-w-2xl",
        className,
      )}
    >
      {children}
    </div>
  );
}
