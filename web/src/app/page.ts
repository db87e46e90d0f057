import type { ComponentType } from "react";
import type { LoaderFunctionArgs } from "react-router";
import { type Ahead, ask } from "@/lib/ahead";
import i18n from "@/lib/i18n";

type PageModule = { default: ComponentType; ahead?: Ahead };

/**
 * A lazy route: fetches the page and the texts of its feature side by side, so that neither waits for the other.
 *   { path: "sessions", lazy: page(["booking"], () => import("@/features/booking/sessions-page")) }
 */
export function page(namespaces: string[], load: () => Promise<PageModule>) {
  return async () => {
    const [module] = await Promise.all([load(), i18n.loadNamespaces(namespaces)]);
    const { default: Component, ahead } = module;
    if (!ahead || import.meta.env.SSR) return { Component };
    return {
      Component,
      loader: ({ request, params }: LoaderFunctionArgs) => ask(ahead(new URL(request.url), params)),
      // What a change of the address asks is the page's own matter.
      shouldRevalidate: () => false,
    };
  };
}
