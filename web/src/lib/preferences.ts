import { useSyncExternalStore } from "react";
import { useUser } from "./use-session";
import { browserZone, canonicalZone, isZone } from "./zones";

/** Choices of this browser (not of the account): theme, hour cycle, zone to show times in, active role. */
type Preferences = {
  theme: "system" | "light" | "dark";
  hours: "24" | "12";
  zone: string;
  role: "student" | "mentor";
};

const fallback: Preferences = { theme: "system", hours: "24", zone: "", role: "student" };
const listeners = new Set<() => void>();

function get<K extends keyof Preferences>(name: K): Preferences[K] {
  try {
    return (localStorage.getItem(`ax.${name}`) as Preferences[K] | null) ?? fallback[name];
  } catch {
    return fallback[name];
  }
}

export function setPreference<K extends keyof Preferences>(name: K, value: Preferences[K]) {
  try {
    localStorage.setItem(`ax.${name}`, value);
  } catch {
    // Storage is blocked: the choice lasts for nothing, which is what the visitor asked their browser for.
  }
  if (name === "theme") applyTheme(value as Preferences["theme"]);
  for (const listener of listeners) listener();
}

function applyTheme(theme: Preferences["theme"]) {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  window.addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("storage", listener);
  };
}

export function usePreference<K extends keyof Preferences>(name: K) {
  const value = useSyncExternalStore(
    subscribe,
    () => get(name),
    () => fallback[name],
  );
  return [value, (next: Preferences[K]) => setPreference(name, next)] as const;
}

/** The zone every time is shown in: chosen here, else the account's, else the device's. */
export function useViewerZone() {
  const [chosen, choose] = usePreference("zone");
  const user = useUser();
  const zone = [chosen, user?.time_zone ?? ""].find((name) => name && isZone(name)) ?? browserZone();
  return [canonicalZone(zone), choose] as const;
}
