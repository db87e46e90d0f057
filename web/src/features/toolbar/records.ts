import { queryOptions } from "@tanstack/react-query";

// Not in the contract: the server has these two addresses for developers only (server/src/platform/toolbar/record.h).
export type Summary = {
  id: string;
  trace: string;
  method: string;
  endpoint: string;
  route: string;
  status: number;
  micros: number;
  database_micros: number;
  outgoing_micros: number;
  statements: number;
  repeated: number;
  n_plus_one: boolean;
  mails: number;
};

export type Statement = { name: string; sql: string; engine: string; micros: number; rows: number | null };

export type Detail = {
  summary: Summary;
  statements: Statement[];
  outgoing: { method: string; host: string; status: number | null; micros: number }[];
  cache: { name: string; outcome: "hit" | "miss" | "wait" | "command" }[];
  jobs: { listener: string; event: string }[];
  mails: { letter: string; subject: string; recipient: string; preview: string }[];
  logs: { level: string; event: string; fields: string }[];
  left_out: number;
};

async function get<T>(path: string, signal: AbortSignal): Promise<T | null> {
  const response = await fetch(`/api/v1/debug/requests/${path}`, { signal });
  if (response.status === 404) return null;
  if (!response.ok) throw new Error(`the toolbar's server says ${response.status}`);
  return response.json();
}

// Jobs send mails after the answer.
const aSecondTime = 2_000;

/** `newest`: what the page has just heard of; asked again when that is another one. */
export const summariesQuery = (newest: string | undefined, open: boolean) =>
  queryOptions({
    queryKey: ["requests", newest],
    queryFn: ({ signal }) => get<{ items: Summary[] }>("", signal),
    enabled: newest !== undefined,
    placeholderData: (before) => before,
    refetchInterval: open ? aSecondTime : false,
  });

export const detailQuery = (id: string) =>
  queryOptions({
    queryKey: ["request", id],
    queryFn: ({ signal }) => get<Detail>(`${encodeURIComponent(id)}/`, signal),
    refetchInterval: aSecondTime,
  });

/** How often each statement ran that ran more than once. */
export function repeats(statements: Pick<Statement, "name">[]): Map<string, number> {
  const times = new Map<string, number>();
  for (const { name } of statements) times.set(name, (times.get(name) ?? 0) + 1);
  for (const [name, count] of times) if (count < 2) times.delete(name);
  return times;
}
