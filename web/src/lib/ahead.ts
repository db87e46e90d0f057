import type { QueryClient } from "@tanstack/react-query";
import { session } from "@/api/session";

/**
 * What a page will ask first, so that it is asked before the page is drawn, and the first thing drawn has it. A page's module
 * exports it as `ahead`; the early script (scripts/early.mjs) asks the same even before this code is here.
 */
export type Ahead = (address: URL, params: Record<string, string | undefined>) => Question[];

/** What queryOptions() or infiniteQueryOptions() made. */
export type Question = { queryKey: readonly unknown[]; initialPageParam?: unknown; enabled?: unknown };

let queries: QueryClient | null = null;
let opening = true;
const patience = 1500;

export function askWith(client: QueryClient) {
  queries = client;
}

/** The first page is there: from now on a change of page waits for no answer. */
export function opened() {
  opening = false;
}

/**
 * Asks. While a visitor's first page is made it is done when all is answered, or after a moment: until then they see the page
 * that the server sent. Who is signed in sees an empty window there, and gets the frame at once.
 */
export async function ask(questions: Question[]): Promise<null> {
  const client = queries;
  if (!client) return null;
  const answers = questions
    .filter(({ enabled }) => enabled !== false)
    .map((question) =>
      "initialPageParam" in question
        ? client.prefetchInfiniteQuery(question as never)
        : client.prefetchQuery(question as never),
    );
  if (!opening || session.current()) return null;
  const enough = new Promise((resolve) => setTimeout(resolve, patience));
  await Promise.race([Promise.allSettled(answers), enough]);
  return null;
}
