import type { Ref } from "react";
import type { Education } from "@/api/contract.gen";
import { fieldText } from "@/lib/error-text";
import { z } from "@/lib/zod";
import { Field, Input } from "./field";
import { RowList, type RowTexts } from "./row-list";

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

type Look = { className?: string; required?: boolean; help?: string };
type Props = {
  value: School[];
  onChange: (next: School[]) => void;
  onBlur?: () => void;
  max: number;
  /** `formState.errors.education` */
  errors?: unknown;
  texts: Record<keyof School, string> & RowTexts & { toHelp: string };
  ref?: Ref<{ focus: () => void }>;
};

/** Where somebody learned what they know, newest first as they like. */
export function EducationEditor({ onBlur, texts, ...list }: Props) {
  return (
    <RowList
      {...list}
      nothing={nothing}
      texts={texts}
      className="grid min-w-0 grid-cols-2 gap-3 rounded-lg border border-line p-4 sm:grid-cols-4"
    >
      {({ row, change, errorOf, remove }) => {
        const field = (part: keyof School, { className = "col-span-2 min-w-0", ...more }: Look = {}) => (
          <Field label={texts[part]} error={errorOf(part)} className={className} {...more}>
            <Input
              value={row[part]}
              onBlur={onBlur}
              autoComplete="off"
              {...(part.endsWith("_year") ? { inputMode: "numeric" as const, maxLength: 4 } : {})}
              onChange={(event) => change({ [part]: event.target.value })}
            />
          </Field>
        );
        const half = { className: "min-w-0 sm:col-span-2" };
        return (
          <>
            <div className="col-span-2 flex items-start gap-2 sm:col-span-4">
              {field("institution", { className: "min-w-0 grow", required: true })}
              {remove("mt-6.5")}
            </div>
            {field("degree")}
            {field("subject")}
            {field("from_year", { ...half, required: true })}
            {field("to_year", { ...half, help: texts.toHelp })}
          </>
        );
      }}
    </RowList>
  );
}
