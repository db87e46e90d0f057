import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { renderToStaticMarkup } from "react-dom/server";
import { createStaticHandler, createStaticRouter, StaticRouterProvider } from "react-router";
import type { SiteStatus } from "@/api/contract.gen";
import { siteStatusQuery } from "@/lib/site-status";
import { routes } from "./routes";
import { startTexts } from "./texts";

/**
 * Run at build time by scripts/first-paint.mjs, never in a browser: what a visitor sees of a public page before the code of
 * the client is there. It is the page as it looks without its data. The server puts it into #root and fills the places
 * `{{…}}` (lib/first-words.ts); the first render replaces it with the same, alive.
 */

/** The server's name of a page, and an address to draw it at. */
export const pages: [route: string, address: string][] = [
  ["/", "/"],
  ["/mentors", "/mentors"],
  ["/mentors/:id", "/mentors/M000001"],
  ["/events", "/events"],
  ["/events/:id", "/events/1"],
  ["/community", "/community"],
  ["/community/:id", "/community/1"],
  ["/about", "/about"],
  ["/services", "/services"],
  ["/contact", "/contact"],
  ["/terms", "/terms"],
  ["/privacy", "/privacy"],
  ["/status", "/status"],
  ["/sign-in", "/sign-in"],
  ["/sign-up", "/sign-up"],
];

// On a test system the page begins with the strip that says so. It is drawn everywhere, and cut out again.
const strip = /<aside [^>]*data-strip.*?<\/aside>/s;

export type FirstPaint = { strip: string; pages: [route: string, html: string][] };

export async function drawAll(): Promise<FirstPaint> {
  await startTexts();
  let found = "";
  const drawn: FirstPaint["pages"] = [];
  for (const [route, address] of pages) {
    const html = await draw(address);
    found = strip.exec(html)?.[0] ?? "";
    drawn.push([route, html.replace(strip, "{{strip}}")]);
  }
  return { strip: found, pages: drawn };
}

async function draw(address: string): Promise<string> {
  const handler = createStaticHandler(routes);
  const context = await handler.query(new Request(`http://first.paint${address}`));
  if (context instanceof Response) throw new Error(`${address} leads elsewhere`);
  const failed = Object.values(context.errors ?? {})[0];
  if (failed) throw failed;
  const queries = new QueryClient();
  queries.setQueryData(siteStatusQuery.queryKey, { test_mode: true } as SiteStatus);
  const html = renderToStaticMarkup(
    <QueryClientProvider client={queries}>
      <StaticRouterProvider
        router={createStaticRouter(handler.dataRoutes, context)}
        context={context}
        hydrate={false}
      />
    </QueryClientProvider>,
  );
  queries.clear();
  return html;
}
