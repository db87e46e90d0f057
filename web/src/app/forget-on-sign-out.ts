import type { QueryClient } from "@tanstack/react-query";
import { session } from "@/api/session";

/** Nothing of one account stays in memory for the next one on this browser, in any tab. */
export function forgetOnSignOut(queries: QueryClient) {
  let before = session.current()?.user.email ?? null;
  session.subscribe(() => {
    const now = session.current()?.user.email ?? null;
    if (before !== null && now !== before) queries.clear();
    before = now;
  });
}
