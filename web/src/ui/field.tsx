import { CircleAlert } from "lucide-react";
import { type ComponentProps, createContext, type ReactNode, useContext, useId } from "react";
import { useTranslation } from "react-i18next";
import { cn } from "./cn";

/** What a control inside a <Field> takes over: its id and the ids of the texts that describe it. */
type Wiring = { id: string; "aria-describedby"?: string; "aria-invalid"?: true; "aria-required"?: true };
const FieldContext = createContext<Wiring | null>(null);
export const useFieldWiring = () => useContext(FieldContext);

type Props = {
  label: ReactNode;
  help?: ReactNode;
  error?: string;
  required?: boolean;
  /** Says "optional" beside the label; the quieter way where most fields are required. */
  optional?: boolean;
  /** Right of the label: a link such as "Forgot password". */
  aside?: ReactNode;
  /** The label is there for screen readers only. */
  quiet?: boolean;
  className?: string;
  children: ReactNode;
};

/** Label above, control, help, then the error in plain words. The control picks the wiring up by itself. */
export function Field({ label, help, error, required, optional, aside, quiet, className, children }: Props) {
  const { t } = useTranslation("ui");
  const id = useId();
  const describedBy = [help && `${id}-help`, error && `${id}-error`].filter(Boolean).join(" ");
  const wiring: Wiring = {
    id,
    ...(describedBy && { "aria-describedby": describedBy }),
    ...(error && { "aria-invalid": true }),
    ...(required && { "aria-required": true }),
  };
  return (
    <div className={cn("flex flex-col gap-1.5", className)}>
      <div className={cn("flex items-baseline justify-between gap-4", quiet && "sr-only")}>
        <label htmlFor={id} className="text-sm font-medium text-ink">
          {label}
          {optional && <span className="ml-1.5 font-normal text-ink-3">{t("optional")}</span>}
        </label>
        {aside && <span className="text-sm">{aside}</span>}
      </div>
      <FieldContext value={wiring}>{children}</FieldContext>
      {help && (
        <p id={`${id}-help`} className="text-sm text-ink-3">
          {help}
        </p>
      )}
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </div>
  );
}

export function FieldError({ id, children }: { id?: string; children: ReactNode }) {
  return (
    <p id={id} className="flex items-start gap-1.5 text-sm text-danger-ink">
      <CircleAlert size={16} strokeWidth={1.75} className="mt-0.75 shrink-0" aria-hidden />
      <span>{children}</span>
    </p>
  );
}

export const controlStyle =
  "w-full rounded-md border border-line-strong bg-surface px-3 text-base text-ink transition-colors hover:border-ink-3 focus-visible:border-primary focus-visible:outline-offset-0 disabled:bg-sunken disabled:text-ink-3 aria-invalid:border-danger";

export function Input({ className, ...rest }: ComponentProps<"input">) {
  return <input {...useFieldWiring()} className={cn(controlStyle, "h-11", className)} {...rest} />;
}

/** Grows with its text; `rows` is the smallest height. */
export function Textarea({ className, rows = 4, ...rest }: ComponentProps<"textarea">) {
  return (
    <textarea
      {...useFieldWiring()}
      rows={rows}
      className={cn(controlStyle, "field-sizing-content max-h-[60vh] min-h-24 py-2.5", className)}
      {...rest}
    />
  );
}
