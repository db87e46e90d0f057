import type { QueryClient } from "@tanstack/react-query";
import { failures, isUnexpected } from "@/lib/failures";
import { siteStatusQuery } from "@/lib/site-status";

type Send = (error: unknown) => void;

/**
 * Sends what nobody expected to where the site's status says, if it says so. Until something fails nothing of it is
 * loaded, and after some errors of one page the next say no more.
 */
export function reportFailures(queries: QueryClient, most = 20) {
  let left = most;
  let sender: Promise<Send | null> | null = null;
  const told = new WeakSet<object>();

  failures.add((error) => {
    if (!isUnexpected(error) || told.has(error as object) || left === 0) return;
    told.add(error as object);
    left -= 1;
    sender ??= connect(queries);
    sender.then(
      (send) => send?.(error),
      () => {
        sender = null; // the site did not answer, which is another matter
      },
    );
  });
  addEventListener("error", ({ error }) => failures.tell(error));
  addEventListener("unhandledrejection", ({ reason }) => failures.tell(reason));
}

async function connect(queries: QueryClient): Promise<Send | null> {
  const { error_reports: reports } = await queries.ensureQueryData(siteStatusQuery);
  return reports.dsn ? (await import("./sentry")).startSentry(reports) : null;
}
