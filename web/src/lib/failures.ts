import { ApiError } from "@/api/api-error";
import { makeSignal } from "@/api/signal";

/** What nobody expected, whoever found it: a page, a query, the window. */
export const failures = makeSignal<unknown>();

/** An error of our code, or an answer that says one of the server's. What was refused or given up is none. */
export const isUnexpected = (error: unknown) =>
  error instanceof ApiError
    ? error.status === 500
    : error instanceof Error && error.name !== "AbortError" && error.name !== "CanceledError";
