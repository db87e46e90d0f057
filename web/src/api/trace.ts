/** From then on what somebody does is a trace of its own, which the server begins. */
const cameUp = 60_000;

/**
 * The trace (W3C Trace Context) that the server has begun with this page and told by `Server-Timing`, if it has: what the page asks
 * for while it comes up is a part of it.
 */
export function traceparent(): string | undefined {
  if (performance.now() > cameUp) return undefined;
  const [page] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  return page?.serverTiming?.find(({ name }) => name === "traceparent")?.description;
}
