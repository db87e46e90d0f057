import { Star, X } from "lucide-react";
import { type ComponentProps, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { cn } from "./cn";
import { Picture } from "./picture";

const tones = {
  neutral: "bg-sunken text-ink-2",
  primary: "bg-primary-soft text-primary-ink",
  success: "bg-success-soft text-success-ink",
  warning: "bg-warning-soft text-warning-ink",
  danger: "bg-danger-soft text-danger-ink",
  accent: "bg-accent-soft text-accent-ink",
};
export type Tone = keyof typeof tones;

/** The state of something, in one or two words. */
export function Badge({
  tone = "neutral",
  className,
  children,
}: {
  tone?: Tone;
  className?: string;
  children: ReactNode;
}) {
  return (
    <span
      className={cn(
        "inline-flex h-6 items-center gap-1 rounded-full px-2.5 text-xs font-medium whitespace-nowrap",
        tones[tone],
        className,
      )}
    >
      {children}
    </span>
  );
}

/** A property such as a skill. With `onRemove` it is a filter that can be taken away. */
export function Chip({
  children,
  onRemove,
  removeLabel,
}: {
  children: ReactNode;
  onRemove?: () => void;
  removeLabel?: string;
}) {
  const { t } = useTranslation("ui");
  if (!onRemove) {
    return (
      <span className="inline-flex h-7 items-center rounded-full bg-sunken px-3 text-sm whitespace-nowrap text-ink-2">
        {children}
      </span>
    );
  }
  return (
    <button
      type="button"
      onClick={onRemove}
      aria-label={removeLabel ?? t("remove")}
      className="inline-flex h-9 items-center gap-1.5 rounded-full bg-primary-soft pr-2.5 pl-3.5 text-sm whitespace-nowrap text-primary-ink transition-colors hover:bg-primary-soft/70"
    >
      {children}
      <X size={16} strokeWidth={1.75} aria-hidden />
    </button>
  );
}

const tints = ["bg-tint-1", "bg-tint-2", "bg-tint-3", "bg-tint-4", "bg-tint-5", "bg-tint-6"];
const sizes = {
  sm: "size-8 text-xs",
  md: "size-11 text-sm",
  lg: "size-14 text-lg",
  xl: "size-24 text-2xl",
};
const widths = { sm: "32px", md: "44px", lg: "56px", xl: "96px" };

type AvatarProps = { name: string; photo?: string | null; size?: keyof typeof sizes };

/**
 * The photo, else initials on a tint that belongs to the name: a person looks the same wherever they stand.
 * Decorative: the name always stands beside it.
 */
export function Avatar({ name, photo, size = "md" }: AvatarProps) {
  const [broken, setBroken] = useState<string | null>(null);
  if (photo && photo !== broken) {
    return (
      <Picture
        url={photo}
        sizes={widths[size]}
        onError={() => setBroken(photo)}
        className={cn("shrink-0 rounded-full bg-sunken object-cover select-none", sizes[size])}
      />
    );
  }
  const words = name.trim().split(/\s+/).filter(Boolean);
  const initials = [words[0], words.length > 1 ? words.at(-1) : ""]
    .map((word) => [...(word ?? "")][0] ?? "")
    .join("");
  let sum = 0;
  for (const letter of name.trim()) sum = (sum * 31 + letter.charCodeAt(0)) >>> 0;
  return (
    <span
      aria-hidden
      className={cn(
        "grid shrink-0 place-items-center rounded-full font-display font-semibold text-ink uppercase select-none",
        sizes[size],
        tints[sum % tints.length],
      )}
    >
      {initials}
    </span>
  );
}

export function Card({ className, ...rest }: ComponentProps<"div">) {
  return <div className={cn("rounded-lg border border-line bg-surface p-5 sm:p-6", className)} {...rest} />;
}

/** Holds the place of what is loading, in its final size. */
export const Skeleton = ({ className }: { className?: string }) => (
  <div aria-hidden className={cn("h-4 animate-breathe rounded-sm bg-line", className)} />
);

/** A rating of 0 to 5 with its count; says so plainly when there is none yet. */
export function Stars({ rating, count }: { rating: number | null; count: number }) {
  const { t } = useTranslation("ui");
  if (rating === null || count === 0) return <span className="text-sm text-ink-3">{t("noRating")}</span>;
  return (
    <span className="tabular inline-flex items-center gap-1 text-sm">
      <Star size={16} strokeWidth={1.75} aria-hidden className="fill-accent text-accent" />
      <span className="sr-only">{t("rating", { rating: rating.toFixed(1), count })}</span>
      <span aria-hidden className="font-medium">
        {rating.toFixed(1)}
      </span>
      <span aria-hidden className="text-ink-3">
        ({count})
      </span>
    </span>
  );
}
