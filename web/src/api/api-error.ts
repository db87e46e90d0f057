import type { Problem } from "./contract.gen";

export type FieldProblem = { field: string; reason: string; limit?: number };

/** Any call that did not succeed. `status` 0 means that no answer came; `reason` is stable and names the text to show. */
export class ApiError extends Error {
  readonly status: number;
  readonly reason: string;
  readonly fields: FieldProblem[];
  readonly requestId: string | null;
  readonly retryAfter: number | null;

  constructor(
    status: number,
    problem: Partial<Problem>,
    headers: { requestId?: string; retryAfter?: string } = {},
  ) {
    super(problem.title ?? problem.reason ?? `HTTP ${status}`);
    this.name = "ApiError";
    this.status = status;
    this.reason = problem.reason ?? (status === 0 ? "network.unreachable" : `http.${status}`);
    this.fields = problem.fields ?? [];
    this.requestId = problem.request_id ?? headers.requestId ?? null;
    const seconds = problem.retry_after ?? Number(headers.retryAfter);
    this.retryAfter = Number.isFinite(seconds) ? seconds : null;
  }
}

/** Whether trying again may help: no answer, too many, an outage, or a session that is being renewed. */
export const mayPass = (error: unknown) =>
  error instanceof ApiError &&
  (error.status === 0 || error.status === 429 || error.status === 401 || error.status >= 500);
