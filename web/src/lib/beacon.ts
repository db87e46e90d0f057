import type { DeviceKind, TrafficBeacon } from "@/api/contract.gen";

export type Told = Omit<TrafficBeacon, "device">;

/** Tells the server without waiting for an answer, also while the page goes away. */
export function beacon(told: Told) {
  const body: TrafficBeacon = { ...told, device: deviceNow() };
  navigator.sendBeacon?.("/api/v1/traffic/", JSON.stringify(body));
}

function deviceNow(): DeviceKind {
  if (matchMedia("(max-width: 639px)").matches) return "phone";
  return matchMedia("(max-width: 1366px) and (pointer: coarse)").matches ? "tablet" : "desktop";
}

/** Of another site, without the page that led here; a bare address has no name to show. */
export function referrerHost(referrer: string, here: string): string | undefined {
  if (!URL.canParse(referrer)) return undefined;
  const host = new URL(referrer).hostname.replace(/^www\./, "");
  return host !== here.replace(/^www\./, "") &&
    /^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z0-9-]*[a-z]$/.test(host) &&
    host.length <= 100
    ? host
    : undefined;
}

/** "en" of "en-GB". */
export const primaryLanguage = (language: string) => /^([a-z]{2,3})(?:-|$)/.exec(language.toLowerCase())?.[1];
