import { useLocation } from "react-router";

/**
 * What the served page already says of the thing it is about: the server writes it into the first paint
 * (src/app/first-paint.tsx), and the page shows the same until its data are here.
 */
export type FirstWords = { title: string; lead: string; html: string };

/** The places that the server fills. */
const places: FirstWords = { title: "{{title}}", lead: "{{lead}}", html: "{{html}}" };

// Read before the first render takes the served page away.
const path = globalThis.location?.pathname;
const served = globalThis.document?.querySelector("[data-first-paint]");
const said = (name: keyof FirstWords) => served?.querySelector(`[data-first="${name}"]`);
const words = (said("title") || said("html")) && {
  title: said("title")?.textContent ?? "",
  lead: said("lead")?.textContent ?? "",
  html: said("html")?.firstElementChild?.innerHTML ?? "",
};

/** Null where there is nothing to show but a skeleton. */
export function useFirstWords(): FirstWords | null {
  const { pathname } = useLocation();
  if (import.meta.env.SSR) return places;
  return pathname === path ? (words ?? null) : null;
}
