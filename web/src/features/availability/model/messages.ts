/** Texts below the rows, by `Place.key`: "17.end" for a row, "buffer_before" for a field. */
export type Messages = Record<string, string>;

/** What one row says, and which of its two times is meant. */
export function messageOf(messages: Messages, id: number) {
  const key = Object.keys(messages).find((one) => one.startsWith(`${id}.`));
  const part = key?.split(".")[1];
  return {
    error: key ? messages[key] : undefined,
    invalid: part === "start" || part === "end" ? (part as "start" | "end") : null,
    badDate: part === "date",
  };
}

/** Without those of a row, or of a field: it was changed, so what was said about it is over. */
export const answered = (messages: Messages, about: number | string): Messages =>
  Object.fromEntries(
    Object.entries(messages).filter(([key]) => key !== String(about) && !key.startsWith(`${about}.`)),
  );
