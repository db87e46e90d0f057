import type { ErrorEvent } from "@sentry/react";

// In this order: what one leaves is safe for the next.
const rules: [RegExp, string][] = [
  [/[^\s"'<>()=,;]+@[^\s"'<>()=,;]+/g, "[mail]"],
  [/((?:https?:\/)?\/[^\s"'?#]*)[?#][^\s"')]*/g, "$1?[query]"],
  [/"[^"]*"/g, '"[…]"'],
  [/\b(?=[\w-]*\d)[\w-]{20,}/g, "[token]"],
  [/\+?\d[\d ().-]{5,}\d/g, "[number]"],
];

/** A text of an error without mail addresses, queries, tokens, long numbers, and what it cites. */
export const plainText = (text: string) =>
  rules.reduce((rest, [pattern, instead]) => rest.replace(pattern, instead), text);

const withoutQuery = (url: string) => url.replace(/[?#].*$/s, "");

/** Only what is needed to understand an error leaves the browser, and nothing of who is in front of it. */
export function withoutPeople(event: ErrorEvent): ErrorEvent {
  const { user: _, extra: __, breadcrumbs: ___, ...rest } = event;
  const agent = event.request?.headers?.["User-Agent"];
  return {
    ...rest,
    message: event.message && plainText(event.message),
    request: event.request?.url
      ? { url: withoutQuery(event.request.url), headers: agent ? { "User-Agent": agent } : {} }
      : undefined,
    exception: {
      values: event.exception?.values?.map((one) => ({ ...one, value: one.value && plainText(one.value) })),
    },
  };
}
