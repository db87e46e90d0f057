import { Plus, Trash2 } from "lucide-react";
import { type ReactNode, type Ref, type RefObject, useImperativeHandle, useRef } from "react";
import { Button, IconButton } from "./button";
import { FieldError } from "./field";

export type RowTexts = {
  add: string;
  none: string;
  row: (number: number) => string;
  remove: (number: number) => string;
};

export type RowTools<T> = {
  row: T;
  change: (part: Partial<T>) => void;
  errorOf: (part: keyof T) => string | undefined;
  /** The button that takes the row away, at its place in the grid. */
  remove: (className: string) => ReactNode;
};

type Props<T> = {
  value: T[];
  onChange: (next: T[]) => void;
  max: number;
  /** A row that nobody filled in. */
  nothing: T;
  /** What react-hook-form says of the list. */
  errors?: unknown;
  texts: RowTexts;
  className: string;
  ref?: Ref<{ focus: () => void }>;
  children: (tools: RowTools<T>) => ReactNode;
};

type Message = { message?: string };

const find = (box: RefObject<HTMLElement | null>, selector: string) =>
  box.current?.querySelector<HTMLElement>(selector);

/** Rows of fields, to be added and removed; the focus stays in the list. */
export function RowList<T extends object>({
  value,
  onChange,
  max,
  nothing,
  errors,
  texts,
  className,
  ref,
  children,
}: Props<T>) {
  const box = useRef<HTMLDivElement>(null);
  // Where something is wrong, else the first field, else the button.
  useImperativeHandle(
    ref,
    () => ({ focus: () => (find(box, "[aria-invalid]") ?? find(box, "input, button"))?.focus() }),
    [],
  );
  const rows = errors as Record<number, Partial<Record<keyof T, Message>> | undefined> | undefined;
  const whole = (errors as (Message & { root?: Message }) | undefined) ?? {};
  const message = whole.message ?? whole.root?.message;
  return (
    <div ref={box} className="flex flex-col gap-4">
      {value.length === 0 && <p className="text-sm text-ink-3">{texts.none}</p>}
      {value.map((row, at) => (
        <fieldset
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other identity, and their fields are controlled
          key={at}
          aria-label={texts.row(at + 1)}
          className={className}
        >
          {children({
            row,
            change: (part) => onChange(value.map((one, index) => (index === at ? { ...one, ...part } : one))),
            errorOf: (part) => rows?.[at]?.[part]?.message,
            remove: (place) => (
              <IconButton
                label={texts.remove(at + 1)}
                className={place}
                onClick={() => {
                  onChange(value.filter((_, index) => index !== at));
                  find(box, "[data-add]")?.focus();
                }}
              >
                <Trash2 size={18} strokeWidth={1.75} aria-hidden />
              </IconButton>
            ),
          })}
        </fieldset>
      ))}
      {message && <FieldError>{message}</FieldError>}
      <div>
        <Button
          data-add
          variant="secondary"
          aria-disabled={value.length >= max || undefined}
          onClick={() => {
            if (value.length >= max) return;
            onChange([...value, nothing]);
            requestAnimationFrame(() => find(box, "fieldset:last-of-type input")?.focus());
          }}
        >
          <Plus size={18} strokeWidth={1.75} aria-hidden />
          {texts.add}
        </Button>
      </div>
    </div>
  );
}
