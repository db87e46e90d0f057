import { createBrowserRouter, type RouteObject } from "react-router";
import { RequireRole, RequireSession } from "./guards";
import { AdaptiveLayout, BareLayout, PublicLayout } from "./layouts";
import { page } from "./page";
import { PageCrash } from "./page-crash";
import { Root } from "./root";

/**
 * Every address of the client. Which frame a page gets is decided by the group it stands in:
 * PublicLayout (top bar, footer), AdaptiveLayout (portal when signed in, else public), guards inside.
 */
const publicPages: RouteObject[] = [];

const openPages: RouteObject[] = [];

const signedInPages: RouteObject[] = [];

const studentPages: RouteObject[] = [];

const mentorPages: RouteObject[] = [];

const staffPages: RouteObject[] = [];

const barePages: RouteObject[] = [];

export const routes: RouteObject[] = [
  {
    Component: Root,
    ErrorBoundary: PageCrash,
    HydrateFallback: () => null,
    children: [
      { Component: BareLayout, children: guarded(barePages) },
      { Component: PublicLayout, children: guarded(publicPages) },
      {
        Component: AdaptiveLayout,
        children: [
          ...guarded(openPages),
          { Component: RequireSession, children: guarded(signedInPages) },
          { element: <RequireRole only="student" />, children: guarded(studentPages) },
          { element: <RequireRole only="mentor" />, children: guarded(mentorPages) },
          { element: <RequireRole only="staff" />, children: guarded(staffPages) },
          { path: "*", lazy: page([], () => import("./pages/not-found")) },
        ],
      },
    ],
  },
];

/** A page that crashes leaves its frame standing: navigation still works. */
function guarded(pages: RouteObject[]): RouteObject[] {
  return pages.map((route) => ({ ErrorBoundary: PageCrash, ...route }) as RouteObject);
}

export const createRouter = () => createBrowserRouter(routes);
