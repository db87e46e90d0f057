import "@/ui/theme.css";
import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode, startTransition } from "react";
import { RouterProvider } from "react-router/dom";
import { closedForWork, keepFresh } from "@/api/call";
import { session } from "@/api/session";
import { askWith, opened } from "@/lib/ahead";
import { wantsPrivacy } from "@/lib/counting";
import { createQueryClient } from "@/lib/query-client";
import { siteStatusQuery } from "@/lib/site-status";
import { whenIdle } from "@/lib/when-idle";
import { Toasts } from "@/ui/toast";
import { forgetOnSignOut } from "./forget-on-sign-out";
import { loadPortal } from "./load-portal";
import { createRoot } from "./renderer";
import { reportFailures } from "./report-failures";
import { createRouter, type Router } from "./routes";
import { startTexts } from "./texts";
import { whenSignedIn } from "./when-signed-in";

startTexts();
if (session.current()) void loadPortal();
const queries = createQueryClient();
reportFailures(queries);
askWith(queries);
// With the code of the page, not after it: the strip above everything must not push the page down.
void queries.prefetchQuery(siteStatusQuery);
queries
  .ensureQueryData(siteStatusQuery)
  .then(
    async ({ debug_toolbar }) =>
      debug_toolbar && (await import("@/features/toolbar/start-toolbar")).startToolbar(),
  )
  .catch(() => {});

function open() {
  const router = createRouter();
  keepFresh();
  forgetOnSignOut(queries);
  closedForWork.add(() => void queries.invalidateQueries({ queryKey: siteStatusQuery.queryKey }));
  whenSignedIn(() =>
    import("./live-updates").then(({ startLive }) =>
      startLive(queries, (path) => void router.navigate(path)),
    ),
  );
  // One first paint, of the page and not of an empty frame.
  if (router.state.initialized) start(router);
  else {
    const stop = router.subscribe(({ initialized }) => {
      if (!initialized) return;
      stop();
      start(router);
    });
  }
}

function start(router: Router) {
  opened();
  const root = document.getElementById("root");
  if (!root) throw new Error("index.html has no #root");
  const all = (
    <StrictMode>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
        <Toasts />
      </QueryClientProvider>
    </StrictMode>
  );
  // In slices: a phone answers the finger while it draws the first page.
  startTransition(() => createRoot(root).render(all));
  if (!wantsPrivacy())
    whenIdle(
      () =>
        void import("./traffic").then(({ startTraffic }) => startTraffic(router, queries)).catch(() => {}),
    );
}

// In a task of its own: between two of them a phone answers the finger.
setTimeout(open);
