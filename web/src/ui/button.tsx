import { cva, type VariantProps } from "class-variance-authority";
import { LoaderCircle } from "lucide-react";
import { Slot } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";

export const buttonStyle = cva(
  "inline-flex items-center justify-center gap-2 whitespace-nowrap rounded-md font-medium select-none transition-[background-color,border-color,color,transform] active:scale-[0.985] disabled:opacity-55 disabled:active:scale-100 aria-disabled:opacity-55 [&_svg]:shrink-0",
  {
    variants: {
      variant: {
        primary: "bg-primary text-on-primary hover:bg-primary-hover",
        secondary: "border border-line bg-surface text-ink hover:border-line-strong hover:bg-hover",
        soft: "bg-primary-soft text-primary-ink hover:bg-primary-soft/70",
        ghost: "text-ink-2 hover:bg-hover hover:text-ink",
        danger: "bg-danger text-on-danger hover:bg-danger-hover",
        "danger-ghost": "text-danger-ink hover:bg-danger-soft",
      },
      size: { sm: "h-9 px-3 text-sm", md: "h-11 px-4 text-sm", lg: "h-12 px-6 text-base" },
      wide: { true: "w-full" },
    },
    defaultVariants: { variant: "primary", size: "md" },
  },
);

type Props = ComponentProps<"button"> &
  VariantProps<typeof buttonStyle> & {
    /** Shows work in progress and takes no further clicks; the label stays readable. */
    busy?: boolean;
    /** Renders the only child (a Link) with the look of a button. */
    asChild?: boolean;
  };

export function Button({
  variant,
  size,
  wide,
  busy,
  asChild,
  className,
  children,
  disabled,
  ...rest
}: Props) {
  const classes = cn(buttonStyle({ variant, size, wide }), className);
  if (asChild) {
    return (
      <Slot.Root className={classes} {...rest}>
        {children}
      </Slot.Root>
    );
  }
  return (
    <button
      type="button"
      className={classes}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      {...rest}
    >
      {busy && <LoaderCircle size={18} strokeWidth={1.75} className="animate-turn" aria-hidden />}
      {children}
    </button>
  );
}

/** A button that shows only an icon: `label` is its accessible name and tooltip. */
export function IconButton({
  label,
  className,
  children,
  badge,
  ...rest
}: ComponentProps<"button"> & { label: string; badge?: ReactNode }) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className={cn(
        "relative grid size-11 shrink-0 place-items-center rounded-md text-ink-2 transition-colors hover:bg-hover hover:text-ink disabled:opacity-50",
        className,
      )}
      {...rest}
    >
      {children}
      {badge}
    </button>
  );
}
