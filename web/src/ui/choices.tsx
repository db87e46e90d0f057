import { Check } from "lucide-react";
import { Switch as RadixSwitch } from "radix-ui";
import { type ComponentProps, type ReactNode, useId } from "react";
import { cn } from "./cn";
import { FieldError } from "./field";

type CheckboxProps = Omit<ComponentProps<"input">, "type"> & {
  label: ReactNode;
  help?: ReactNode;
  error?: string;
};

export function Checkbox({ label, help, error, className, ...rest }: CheckboxProps) {
  const id = useId();
  const described = [help && `${id}-help`, error && `${id}-error`].filter(Boolean).join(" ");
  return (
    <div className={cn("flex flex-col gap-1.5", className)}>
      <label className="group flex items-start gap-3 text-sm has-disabled:text-ink-3">
        <span className="relative mt-px grid size-5 shrink-0 place-items-center">
          <input
            type="checkbox"
            aria-describedby={described || undefined}
            aria-invalid={error ? true : undefined}
            className="peer absolute inset-0 appearance-none rounded-sm border border-line-strong bg-surface transition-colors checked:border-primary checked:bg-primary group-hover:border-ink-3 disabled:opacity-55 aria-invalid:border-danger"
            {...rest}
          />
          <Check
            size={14}
            strokeWidth={3}
            aria-hidden
            className="pointer-events-none relative text-on-primary opacity-0 peer-checked:opacity-100"
          />
        </span>
        <span className="min-w-0 leading-5.5">
          {label}
          {help && (
            <span id={`${id}-help`} className="block text-ink-3">
              {help}
            </span>
          )}
        </span>
      </label>
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </div>
  );
}

type SwitchProps = {
  label: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
  quiet?: boolean;
};

/** Takes effect at once; for a choice that is saved with a form, use Checkbox. */
export function Switch({ label, checked, onChange, disabled, quiet }: SwitchProps) {
  const id = useId();
  return (
    <span className="inline-flex items-center gap-3">
      <RadixSwitch.Root
        id={id}
        checked={checked}
        onCheckedChange={onChange}
        disabled={disabled}
        className="relative h-6 w-10 shrink-0 rounded-full bg-line-strong transition-colors data-[state=checked]:bg-primary disabled:opacity-50"
      >
        <RadixSwitch.Thumb className="block size-5 translate-x-0.5 rounded-full bg-surface transition-transform data-[state=checked]:translate-x-4.5" />
      </RadixSwitch.Root>
      <label htmlFor={id} className={quiet ? "sr-only" : "text-sm"}>
        {label}
      </label>
    </span>
  );
}

export type RadioCard<V extends string> = {
  value: V;
  label: ReactNode;
  help?: ReactNode;
  icon?: ReactNode;
  disabled?: boolean;
};
type RadioCardsProps<V extends string> = {
  legend: ReactNode;
  name: string;
  value: V | undefined;
  onChange: (value: V) => void;
  options: RadioCard<V>[];
  quietLegend?: boolean;
  columns?: 1 | 2 | 3;
  error?: string;
};

/** One choice of a few, each a card that can be clicked anywhere. Arrow keys move, as in any radio group. */
export function RadioCards<V extends string>(props: RadioCardsProps<V>) {
  const { legend, name, value, onChange, options, quietLegend, columns = 1, error } = props;
  return (
    <fieldset className="flex min-w-0 flex-col gap-1.5">
      <legend className={cn("mb-1.5 text-sm font-medium", quietLegend && "sr-only")}>{legend}</legend>
      <div className={cn("grid gap-2", columns === 2 && "sm:grid-cols-2", columns === 3 && "grid-cols-3")}>
        {options.map((option) => (
          <label
            key={option.value}
            className="flex items-start gap-3 rounded-md border border-line bg-surface p-3.5 transition-colors hover:border-line-strong has-checked:border-primary has-checked:bg-primary-soft has-disabled:opacity-50 has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-primary"
          >
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              disabled={option.disabled}
              onChange={() => onChange(option.value)}
              className="sr-only"
            />
            {option.icon && <span className="mt-px text-primary-ink [&_svg]:size-5">{option.icon}</span>}
            <span className="min-w-0 text-sm">
              <span className="block font-medium">{option.label}</span>
              {option.help && <span className="block text-ink-2">{option.help}</span>}
            </span>
          </label>
        ))}
      </div>
      {error && <FieldError>{error}</FieldError>}
    </fieldset>
  );
}
