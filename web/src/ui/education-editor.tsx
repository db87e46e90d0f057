import { Plus, Trash2 } from "lucide-react";
import { type Ref, useImperativeHandle, useRef } from "react";
import type { Education } from "@/api/contract.gen";
import { fieldText } from "@/lib/error-text";
import { z } from "@/lib/zod";
import { Button, IconButton } from "./button";
import { Field, FieldError, Input } from "./field";

/** As it is typed: years are texts until they are sent. */
export type School = {
  institution: string;
  degree: string;
  subject: string;
  from_year: string;
  to_year: string;
};

/** As the server has it. */
const longest = { institution: 120, degree: 80, subject: 120 };
const years = { min: 1940, max: 2100 };
const nothing: School = { institution: "", degree: "", subject: "", from_year: "", to_year: "" };

export const isEmptySchool = (school: School) => Object.values(school).every((text) => !text.trim());

export const schoolsOf = (list: Education[]): School[] =>
  list.map((one) => ({
    ...one,
    from_year: String(one.from_year),
    to_year: one.to_year === null ? "" : String(one.to_year),
  }));

export const educationOf = (schools: School[]): Education[] =>
  schools
    .filter((school) => !isEmptySchool(school))
    .map((school) => ({
      ...school,
      from_year: Number(school.from_year),
      to_year: school.to_year === "" ? null : Number(school.to_year),
    }));

const year = z.string().check(
  z.trim(),
  z.refine((typed) => typed === "" || /^\d{4}$/.test(typed), {
    error: () => fieldText("not_an_integer"),
    abort: true,
  }),
  z.refine((typed) => typed === "" || Number(typed) >= years.min, {
    error: () => fieldText("too_small", years.min),
  }),
  z.refine((typed) => typed === "" || Number(typed) <= years.max, {
    error: () => fieldText("too_large", years.max),
  }),
);

const row = z
  .object({
    institution: z.string().check(z.trim(), z.maxLength(longest.institution)),
    degree: z.string().check(z.trim(), z.maxLength(longest.degree)),
    subject: z.string().check(z.trim(), z.maxLength(longest.subject)),
    from_year: year,
    to_year: year,
  })
  .check(
    z.refine((school) => isEmptySchool(school) || school.institution !== "", {
      path: ["institution"],
      error: () => fieldText("required"),
    }),
    z.refine((school) => isEmptySchool(school) || school.from_year !== "", {
      path: ["from_year"],
      error: () => fieldText("required"),
    }),
    z.refine((school) => school.to_year === "" || Number(school.to_year) >= Number(school.from_year), {
      path: ["to_year"],
      error: () => fieldText("before_start"),
    }),
  );

/** For the schema of a form. A row nobody filled in is no mistake: `educationOf` leaves it out. */
export const educationRule = (most: number) => z.array(row).check(z.maxLength(most));

type RowErrors = Partial<Record<keyof School, { message?: string }>>;
type Props = {
  value: School[];
  onChange: (next: School[]) => void;
  onBlur?: () => void;
  max: number;
  /** `formState.errors.education` */
  errors?: unknown;
  texts: Record<keyof School, string> & {
    toHelp: string;
    add: string;
    none: string;
    row: (number: number) => string;
    remove: (number: number) => string;
  };
  ref?: Ref<{ focus: () => void }>;
};

/** Where somebody learned what they know, newest first as they like. */
export function EducationEditor({ value, onChange, onBlur, max, errors, texts, ref }: Props) {
  const box = useRef<HTMLDivElement>(null);
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
  const message = (errors as { message?: string } | undefined)?.message;
  const of = (at: number) => (errors as RowErrors[] | undefined)?.[at];
  const input = (at: number, part: keyof School, numeric = false) => (
    <Input
      value={value[at]?.[part] ?? ""}
      onBlur={onBlur}
      autoComplete="off"
      {...(numeric ? { inputMode: "numeric" as const, maxLength: 4 } : {})}
      onChange={(event) =>
        onChange(
          value.map((school, index) => (index === at ? { ...school, [part]: event.target.value } : school)),
        )
      }
    />
  );
  return (
    <div ref={box} className="flex flex-col gap-4">
      {value.length === 0 && <p className="text-sm text-ink-3">{texts.none}</p>}
      {value.map((_, at) => (
        <fieldset
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other identity, and their fields are controlled
          key={at}
          aria-label={texts.row(at + 1)}
          className="grid min-w-0 grid-cols-2 gap-3 rounded-lg border border-line p-4 sm:grid-cols-4"
        >
          <div className="col-span-2 flex items-start gap-2 sm:col-span-4">
            <Field
              label={texts.institution}
              error={of(at)?.institution?.message}
              className="min-w-0 grow"
              required
            >
              {input(at, "institution")}
            </Field>
            <IconButton
              label={texts.remove(at + 1)}
              className="mt-6.5"
              onClick={() => {
                onChange(value.filter((_, index) => index !== at));
                box.current?.querySelector<HTMLElement>("[data-add]")?.focus();
              }}
            >
              <Trash2 size={18} strokeWidth={1.75} aria-hidden />
            </IconButton>
          </div>
          <Field label={texts.degree} error={of(at)?.degree?.message} className="col-span-2 min-w-0">
            {input(at, "degree")}
          </Field>
          <Field label={texts.subject} error={of(at)?.subject?.message} className="col-span-2 min-w-0">
            {input(at, "subject")}
          </Field>
          <Field
            label={texts.from_year}
            error={of(at)?.from_year?.message}
            className="min-w-0 sm:col-span-2"
            required
          >
            {input(at, "from_year", true)}
          </Field>
          <Field
            label={texts.to_year}
            help={texts.toHelp}
            error={of(at)?.to_year?.message}
            className="min-w-0 sm:col-span-2"
          >
            {input(at, "to_year", true)}
          </Field>
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
