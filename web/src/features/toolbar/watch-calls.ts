const most = 30;

/**
 * Tells the ids of the requests that this page has sent, those before included, by the `Server-Timing` of their answers:
 * nothing has to be put around what sends them.
 */
export function watchCalls(told: (ids: string[]) => void): () => void {
  let ids: string[] = [];
  const observer = new PerformanceObserver((list) => {
    const heard = (list.getEntries() as PerformanceResourceTiming[]).flatMap(
      ({ serverTiming }) => serverTiming?.find(({ name }) => name === "request")?.description ?? [],
    );
    if (heard.length === 0) return;
    ids = [...new Set([...heard.reverse(), ...ids])].slice(0, most);
    told(ids);
  });
  observer.observe({ type: "resource", buffered: true });
  return () => observer.disconnect();
}
