import { Star } from "lucide-react";
import { useTranslation } from "react-i18next";
import { cn } from "@/ui/cn";

/** The stars that were given. */
export function StarRow({ stars }: { stars: number }) {
  const { t } = useTranslation("feedback");
  return (
    <span className="inline-flex gap-0.5" role="img" aria-label={t("given", { count: stars })}>
      {[1, 2, 3, 4, 5].map((one) => (
        <Star
          key={one}
          size={16}
          strokeWidth={1.75}
          aria-hidden
          className={one <= stars ? "fill-accent text-accent" : "text-line-strong"}
        />
      ))}
    </span>
  );
}

type Props = { legend: string; value: number; error?: string; onChange: (stars: number) => void };

/** Five radio buttons that look like stars: arrows move, the label says how many. */
export function StarInput({ legend, value, error, onChange }: Props) {
  const { t } = useTranslation("feedback");
  return (
    <fieldset>
      <legend className="text-sm font-medium">{legend}</legend>
      <div className="mt-1 -ml-2 flex">
        {[1, 2, 3, 4, 5].map((one) => (
          <label
            key={one}
            className="relative grid size-11 cursor-pointer place-items-center rounded-md hover:bg-hover has-focus-visible:outline-2 has-focus-visible:outline-primary"
          >
            <input
              type="radio"
              name="stars"
              checked={value === one}
              onChange={() => onChange(one)}
              className="absolute inset-0 cursor-pointer opacity-0"
              aria-label={t("session.star", { count: one })}
            />
            <Star
              size={28}
              strokeWidth={1.75}
              aria-hidden
              className={cn(one <= value ? "fill-accent text-accent" : "text-line-strong")}
            />
          </label>
        ))}
      </div>
      {error && (
        <p role="alert" className="text-sm text-danger-ink">
          {error}
        </p>
      )}
    </fieldset>
  );
}
