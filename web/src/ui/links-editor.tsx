import { Plus, Trash2 } from "lucide-react";
import { type Ref, useImperativeHandle, useRef } from "react";
import { ApiError } from "@/api/api-error";
import type { Link } from "@/api/contract.gen";
import { fieldText } from "@/lib/error-text";
import { z } from "@/lib/zod";
import { Button, IconButton } from "./button";
import { isEmptySchool, type School } from "./education-editor";
import { Field, FieldError, Input } from "./field";

/** As the server has it: every link has a name and an address. */
const longest = { label: 60, url: 500 };

function isWebAddress(text: string) {
  try {
    return /^https?:\/\/[^\s/]/i.test(text) && new URL(text).hostname !== "";
  } catch {
    return false;
  }
}

const isEmpty = ({ label, url }: Link) => !label.trim() && !url.trim();
const row = z
  .object({
    label: z.string().check(z.trim(), z.maxLength(longest.label)),
    url: z.string().check(
      z.trim(),
      z.maxLength(longest.url),
      z.refine((url) => !url || isWebAddress(url), { error: () => fieldText("url") }),
    ),
  })
  .check(
    z.refine(({ label, url }) => Boolean(label) || !url, {
      path: ["label"],
      error: () => fieldText("required"),
    }),
    z.refine(({ label, url }) => Boolean(url) || !label, {
      path: ["url"],
      error: () => fieldText("required"),
    }),
  );

/** For the schema of a form with links. A row nobody filled in is no mistake: `filledLinks` leaves it out. */
export const linksRule = (most: number) => z.array(row).check(z.maxLength(most));
export const filledLinks = (links: Link[]) => links.filter((link) => !isEmpty(link));

/**
 * Puts the server's errors on items of lists ("links[1].url", "skills[3]") where they belong.
 * What is left over comes back to be thrown; null when everything found its place.
 */
export function placeItemErrors(
  error: unknown,
  values: { links: Link[]; education: School[] } & Record<string, unknown>,
  setError: (path: string, message: string) => void,
): unknown {
  if (!(error instanceof ApiError)) return error;
  const filled: Record<string, number[]> = {
    links: values.links.flatMap((link, at) => (isEmpty(link) ? [] : [at])),
    education: values.education.flatMap((school, at) => (isEmptySchool(school) ? [] : [at])),
  };
  const left = error.fields.filter(({ field, reason, limit }) => {
    const [, list = "", index, , part] = field.match(/^(\w+)\[(\d+)\](\.(\w+))?$/) ?? [];
    const text = fieldText(reason, limit);
    const row = filled[list]?.[Number(index)];
    if (part && row !== undefined) {
      setError(`${list}.${row}.${part}`, text);
      return false;
    }
    const item = !filled[list] && (values[list] as unknown[] | undefined)?.[Number(index)];
    if (typeof item !== "string") return true;
    setError(list, `“${item}”: ${text}`);
    return false;
  });
  if (left.length === error.fields.length) return error;
  if (left.length === 0) return null;
  return new ApiError(error.status, {
    reason: error.reason,
    fields: left,
    request_id: error.requestId ?? undefined,
  });
}

type RowErrors = { label?: { message?: string }; url?: { message?: string } };
type Props = {
  value: Link[];
  onChange: (next: Link[]) => void;
  onBlur?: () => void;
  max: number;
  /** `formState.errors.links` */
  errors?: unknown;
  texts: {
    label: string;
    url: string;
    add: string;
    none: string;
    row: (number: number) => string;
    remove: (number: number) => string;
  };
  ref?: Ref<{ focus: () => void }>;
};

/** Rows of a name and an address. */
export function LinksEditor({ value, onChange, onBlur, max, errors, texts, ref }: Props) {
  const box = useRef<HTMLDivElement>(null);
  // Where something is wrong, else the first field, else the button.
  useImperativeHandle(
    ref,
    () => ({
      focus: () =>
        (
          box.current?.querySelector<HTMLElement>("[aria-invalid]") ??
          box.current?.querySelector<HTMLElement>("input, button")
        )?.focus(),
    }),
    [],
  );
  const change = (at: number, part: Partial<Link>) =>
    onChange(value.map((link, index) => (index === at ? { ...link, ...part } : link)));
  const of = (at: number) => (errors as Record<number, RowErrors | undefined> | undefined)?.[at];
  const whole = (errors as { message?: string; root?: { message?: string } } | undefined) ?? {};
  const message = whole.message ?? whole.root?.message;
  return (
    <div ref={box} className="flex flex-col gap-4">
      {value.length === 0 && <p className="text-sm text-ink-3">{texts.none}</p>}
      {value.map((link, at) => (
        <fieldset
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other identity, and their fields are controlled
          key={at}
          aria-label={texts.row(at + 1)}
          className="grid min-w-0 grid-cols-[minmax(0,1fr)_auto] gap-x-2 gap-y-3 sm:grid-cols-[minmax(0,2fr)_minmax(0,3fr)_auto]"
        >
          <Field label={texts.label} error={of(at)?.label?.message} className="min-w-0">
            <Input
              value={link.label}
              onBlur={onBlur}
              maxLength={longest.label}
              onChange={(event) => change(at, { label: event.target.value })}
            />
          </Field>
          <Field
            label={texts.url}
            error={of(at)?.url?.message}
            className="col-start-1 row-start-2 min-w-0 sm:col-start-2 sm:row-start-1"
          >
            <Input
              type="url"
              inputMode="url"
              autoComplete="off"
              placeholder="https://"
              value={link.url}
              onBlur={onBlur}
              maxLength={longest.url}
              onChange={(event) => change(at, { url: event.target.value })}
            />
          </Field>
          <IconButton
            label={texts.remove(at + 1)}
            className="col-start-2 row-start-1 mt-6.5 sm:col-start-3"
            onClick={() => {
              onChange(value.filter((_, index) => index !== at));
              box.current?.querySelector<HTMLElement>("[data-add]")?.focus();
            }}
          >
            <Trash2 size={18} strokeWidth={1.75} aria-hidden />
          </IconButton>
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
            onChange([...value, { label: "", url: "" }]);
            requestAnimationFrame(() =>
              box.current?.querySelector<HTMLElement>("fieldset:last-of-type input")?.focus(),
            );
          }}
        >
          <Plus size={18} strokeWidth={1.75} aria-hidden />
          {texts.add}
        </Button>
      </div>
    </div>
  );
}
