import type { Ref } from "react";
import { ApiError } from "@/api/api-error";
import type { Link } from "@/api/contract.gen";
import { fieldText } from "@/lib/error-text";
import { z } from "@/lib/zod";
import { isEmptySchool, type School } from "./education-editor";
import { Field, Input } from "./field";
import { RowList, type RowTexts } from "./row-list";

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

type Props = {
  value: Link[];
  onChange: (next: Link[]) => void;
  onBlur?: () => void;
  max: number;
  /** `formState.errors.links` */
  errors?: unknown;
  texts: RowTexts & { label: string; url: string };
  ref?: Ref<{ focus: () => void }>;
};

/** Rows of a name and an address. */
export function LinksEditor({ onBlur, texts, ...list }: Props) {
  return (
    <RowList
      {...list}
      nothing={{ label: "", url: "" }}
      texts={texts}
      className="grid min-w-0 grid-cols-[minmax(0,1fr)_auto] gap-x-2 gap-y-3 sm:grid-cols-[minmax(0,2fr)_minmax(0,3fr)_auto]"
    >
      {({ row: link, change, errorOf, remove }) => (
        <>
          <Field label={texts.label} error={errorOf("label")} className="min-w-0">
            <Input
              value={link.label}
              onBlur={onBlur}
              maxLength={longest.label}
              onChange={(event) => change({ label: event.target.value })}
            />
          </Field>
          <Field
            label={texts.url}
            error={errorOf("url")}
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
              onChange={(event) => change({ url: event.target.value })}
            />
          </Field>
          {remove("col-start-2 row-start-1 mt-6.5 sm:col-start-3")}
        </>
      )}
    </RowList>
  );
}
