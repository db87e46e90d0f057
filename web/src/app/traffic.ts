import type { QueryClient } from "@tanstack/react-query";
import { matchRoutes, type RouteObject } from "react-router";
import { beacon, primaryLanguage, referrerHost, type Told } from "@/lib/beacon";
import { whenHappened } from "@/lib/counting";
import { siteStatusQuery } from "@/lib/site-status";
import { watchVitals } from "@/lib/vitals";
import { type Router, routes } from "./routes";

/** "/mentors/:mentor": what the server is told of an address. */
export function patternOf(matches: readonly { route: Pick<RouteObject, "path"> }[]): string {
  return `/${matches.flatMap(({ route }) => route.path ?? []).join("/")}`;
}

/** The same for any address of ours, wherever the router stands. */
export const patternAt = (routes: RouteObject[], path: string) => patternOf(matchRoutes(routes, path) ?? []);

/** Counts visits without knowing whose. Loaded once the page is idle, and never for who asked for privacy. */
export async function startTraffic(router: Router, queries: QueryClient) {
  const pattern = () => patternOf(router.state.matches);
  const first = pattern();
  if (import.meta.env.VITE_VERCEL === "1")
    void import("@/lib/vercel").then((all) => all.startVercel((path) => patternAt(routes, path)));
  const { traffic } = await queries.ensureQueryData(siteStatusQuery);
  if (!traffic) return;

  const view = (more: Partial<Told> = {}) =>
    beacon({ route: pattern(), view: true, language: primaryLanguage(navigator.language), ...more });
  let seen = router.state.location.pathname;
  view({ referrer: referrerHost(document.referrer, location.hostname) });
  router.subscribe(({ location: { pathname }, navigation }) => {
    if (navigation.state !== "idle" || pathname === seen) return;
    seen = pathname;
    view();
  });
  // Back from the browser's memory, without a load.
  addEventListener("pageshow", ({ persisted }) => persisted && view());
  whenHappened((event) => beacon({ route: pattern(), event }));
  watchVitals((vitals) => beacon({ route: first, vitals }));
}
