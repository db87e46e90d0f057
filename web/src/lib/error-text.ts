import { ApiError } from "@/api/api-error";
import i18n from "./i18n";

/** The plain words for a reason; an unknown one falls back to its kind, so nobody ever reads "booking.slot_taken". */
export function reasonText(reason: string, values: Record<string, unknown> = {}): string {
  const [head = "", ...rest] = reason.split(".");
  const keys = [`errors:${reason}`, ...(rest.length ? [`errors:${head}.any`] : []), "errors:any"];
  return i18n.t(keys as never, values as never) as unknown as string;
}

export function errorText(error: unknown): string {
  if (!(error instanceof ApiError)) return reasonText("app.crashed");
  const kind = error.status >= 500 ? "server.any" : error.status === 429 ? "throttled.any" : error.reason;
  const known = i18n.exists(`errors:${error.reason}`) ? error.reason : kind;
  return reasonText(known, {
    seconds: error.retryAfter ?? 0,
    minutes: Math.ceil((error.retryAfter ?? 60) / 60),
  });
}

/** The text below one field. `reason` is the last part of the server's reason: "required", "too_long" … */
export function fieldText(reason: string, limit?: number): string {
  const name = reason.split(".").at(-1) ?? reason;
  const keys = [`errors:field.${name}`, `errors:${reason}`, "errors:field.any"];
  return i18n.t(keys as never, { limit, count: limit } as never) as unknown as string;
}
