import { wantsPrivacy } from "./counting";
import { loadScript } from "./load-script";

type Event = { url: string };
type BeforeSend = (event: Event) => Event | null;

/**
 * Vercel's own Web Analytics and Speed Insights, for clients that Vercel builds and serves (VITE_VERCEL=1). Both scripts come from the
 * client's own origin. They are told routes' patterns instead of addresses: an address may hold a token or a name.
 */
export function startVercel(patternAt: (path: string) => string) {
  if (wantsPrivacy()) return;
  const beforeSend: BeforeSend = (event) => {
    // Somebody may ask for privacy while the page is open.
    if (wantsPrivacy() || !URL.canParse(event.url, location.origin)) return null;
    // The event's own address: the script hears of a new one before the router does, and measures the one that was left.
    const { pathname } = new URL(event.url, location.origin);
    return { ...event, url: `${location.origin}${patternAt(pathname)}` };
  };
  load("va", "/_vercel/insights/script.js", beforeSend);
  load("si", "/_vercel/speed-insights/script.js", beforeSend);
}

/** What is told before the script is there waits in its queue, under the names that it looks for. */
function load(name: "va" | "si", src: string, beforeSend: BeforeSend) {
  const waiting: unknown[][] = [];
  Object.assign(window, { [`${name}q`]: waiting, [name]: (...told: unknown[]) => waiting.push(told) });
  waiting.push(["beforeSend", beforeSend]);
  // It is not there where the project has not switched it on, or something blocks it.
  loadScript(src, () => true).catch(() => {});
}
