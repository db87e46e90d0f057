import type { VitalValues } from "@/api/contract.gen";

type Shift = PerformanceEntry & { value: number; hadRecentInput: boolean };
type Interaction = PerformanceEntry & { interactionId?: number };
type Activated = PerformanceNavigationTiming & { activationStart?: number };

/**
 * Measures one page load as web.dev/vitals defines it and tells once, when the page is hidden for the first time. What this
 * browser can't measure is missing; a page that began in the background has no paint that anybody waited for.
 */
export function watchVitals(tell: (values: VitalValues) => void) {
  const navigation = performance.getEntriesByType("navigation")[0] as Activated | undefined;
  const activated = navigation?.activationStart ?? 0;
  const since = (time: number) => Math.max(0, time - activated);
  const hiddenAt = firstHidden();
  const values: VitalValues = {};
  if (navigation && navigation.responseStart > 0) values.ttfb = whole(since(navigation.responseStart));

  const paint = (name: "fcp" | "lcp") => (entries: PerformanceEntry[]) => {
    for (const { startTime, name: entry } of entries)
      if (startTime < hiddenAt && (name === "lcp" || entry === "first-contentful-paint"))
        values[name] = whole(since(startTime));
  };
  const shifts = largestSession((sum) => {
    values.cls = whole(sum * 1000);
  });
  const interactions = slowestInteraction((duration) => {
    values.inp = whole(duration);
  });
  const observed = [
    observe("paint", paint("fcp")),
    observe("largest-contentful-paint", paint("lcp")),
    observe("layout-shift", shifts),
    observe("event", interactions, { durationThreshold: 16 }),
    observe("first-input", interactions),
  ];
  if (PerformanceObserver.supportedEntryTypes.includes("layout-shift")) values.cls = 0;
  // What somebody's own click brought is no first paint any more.
  for (const input of ["keydown", "pointerdown"] as const)
    addEventListener(input, () => observed[1]?.(), { capture: true, once: true });

  const end = () => {
    if (document.visibilityState !== "hidden") return;
    document.removeEventListener("visibilitychange", end);
    for (const stop of observed) stop();
    if (Object.keys(values).length > 0) tell(values);
  };
  document.addEventListener("visibilitychange", end);
}

const whole = (value: number) => Math.min(600_000, Math.round(value));

function firstHidden(): number {
  if (document.visibilityState === "hidden") return 0;
  const states = performance.getEntriesByType("visibility-state");
  return states.find(({ name }) => name === "hidden")?.startTime ?? Number.POSITIVE_INFINITY;
}

/** Returns the end, which takes what is still on its way. */
function observe(
  type: string,
  take: (entries: PerformanceEntry[]) => void,
  more: { durationThreshold?: number } = {},
): () => void {
  if (!PerformanceObserver.supportedEntryTypes.includes(type)) return () => {};
  const observer = new PerformanceObserver((list) => take(list.getEntries()));
  observer.observe({ type, buffered: true, ...more } as PerformanceObserverInit);
  return () => {
    take(observer.takeRecords());
    observer.disconnect();
  };
}

/** CLS: of windows of at most 5 s without a second of rest, the one that moved most. */
export function largestSession(tell: (sum: number) => void) {
  let sum = 0;
  let most = 0;
  let begun = 0;
  let last = Number.NEGATIVE_INFINITY;
  return (entries: PerformanceEntry[]) => {
    for (const { startTime, value, hadRecentInput } of entries as Shift[]) {
      if (hadRecentInput) continue;
      if (startTime - last >= 1000 || startTime - begun >= 5000) {
        sum = 0;
        begun = startTime;
      }
      last = startTime;
      sum += value;
      if (sum <= most) continue;
      most = sum;
      tell(most);
    }
  };
}

/** INP: the slowest interaction, without one of the slowest for every fifty. */
export function slowestInteraction(tell: (duration: number) => void) {
  const durations = new Map<number, number>();
  return (entries: PerformanceEntry[]) => {
    for (const { interactionId, duration } of entries as Interaction[])
      if (interactionId) durations.set(interactionId, Math.max(duration, durations.get(interactionId) ?? 0));
    const slowest = [...durations.values()].sort((a, b) => b - a);
    const inp = slowest[Math.floor(slowest.length / 50)];
    if (inp !== undefined) tell(inp);
  };
}
