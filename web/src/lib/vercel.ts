type Queue = (...told: unknown[]) => void;
type Event = { url: string };

/**
 * Vercel's own Web Analytics and Speed Insights, for clients that are deployed there and built with VITE_VERCEL=1. Both scripts come
 * from the client's own origin. They are told routes' patterns instead of addresses: an address may hold a token or a name.
 */
export function startVercel(pattern: () => string) {
  load("va", "/_vercel/insights/script.js", pattern);
  load("si", "/_vercel/speed-insights/script.js", pattern);
}

function load(name: "va" | "si", src: string, pattern: () => string) {
  const global = window as unknown as Record<string, unknown>;
  const waiting: unknown[][] = [];
  global[`${name}q`] = waiting;
  const queue: Queue = (...told) => waiting.push(told);
  global[name] ??= queue;
  (global[name] as Queue)("beforeSend", (event: Event) => ({
    ...event,
    url: `${location.origin}${pattern()}`,
  }));
  const script = document.createElement("script");
  script.src = src;
  script.defer = true;
  document.head.append(script);
}
