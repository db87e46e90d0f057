import { ChevronDown } from "lucide-react";
import type { ComponentProps } from "react";
import { cn } from "./cn";
import { controlStyle, useFieldWiring } from "./field";

/** The browser's own select: right on phones, known to screen readers, needs no script. */
export function Select({ className, children, size: _size, ...rest }: ComponentProps<"select">) {
  return (
    <span className={cn("relative block", className)}>
      <select
        {...useFieldWiring()}
        className={cn(controlStyle, "h-11 appearance-none truncate pr-9")}
        {...rest}
      >
        {children}
      </select>
      <ChevronDown
        size={18}
        strokeWidth={1.75}
        aria-hidden
        className="pointer-events-none absolute top-1/2 right-3 -translate-y-1/2 text-ink-3"
      />
    </span>
  );
}
