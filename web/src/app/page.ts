import type { ComponentType } from "react";
import i18n from "@/lib/i18n";

/**
 * A lazy route: fetches the page and the texts of its feature side by side, so that neither waits for the other.
 *   { path: "sessions", lazy: page(["booking"], () => import("@/features/booking/sessions-page")) }
 */
export function page(namespaces: string[], load: () => Promise<{ default: ComponentType }>) {
  return async () => {
    const [module] = await Promise.all([load(), i18n.loadNamespaces(namespaces)]);
    return { Component: module.default };
  };
}
