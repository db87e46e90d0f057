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
const publicPages: RouteObject[] = [
  { index: true, lazy: page(["home", "mentors", "events", "feedback"], () => import("./pages/home")) },
  { path: "status", lazy: page(["site"], () => import("@/features/site/status-page")) },
  { path: "terms", lazy: page(["site"], () => import("@/features/site/terms-page")) },
  { path: "privacy", lazy: page(["site"], () => import("@/features/site/privacy-page")) },
  { path: "about", lazy: page(["site"], () => import("@/features/site/about-page")) },
  { path: "services", lazy: page(["site"], () => import("@/features/site/offer-page")) },
  { path: "contact", lazy: page(["contact"], () => import("@/features/contact/contact-page")) },
  {
    path: "newsletter/confirm",
    lazy: page(["newsletter"], () => import("@/features/newsletter/confirm-page")),
  },
  {
    path: "newsletter/unsubscribe",
    lazy: page(["newsletter"], () => import("@/features/newsletter/unsubscribe-page")),
  },
];

const openPages: RouteObject[] = [
  { path: "mentors", lazy: page(["mentors"], () => import("@/features/mentors/search-page")) },
  { path: "events", lazy: page(["events"], () => import("@/features/events/events-page")) },
  { path: "events/:event", lazy: page(["events"], () => import("@/features/events/event-page")) },
  {
    path: "mentors/:mentor",
    lazy: page(["mentors", "booking", "feedback", "waitlist", "analytics"], () => import("./pages/mentor")),
  },
  { path: "community", lazy: page(["community"], () => import("@/features/community/community-page")) },
  { path: "community/:post", lazy: page(["community"], () => import("@/features/community/post-page")) },
];

const signedInPages: RouteObject[] = [
  { path: "account", lazy: page(["account", "chat", "notifications"], () => import("./pages/account")) },
  { path: "chat", lazy: page(["chat", "booking", "mentors", "workspace"], () => import("./pages/chat")) },
  {
    path: "chat/:conversation",
    lazy: page(["chat", "booking", "mentors", "workspace"], () => import("./pages/chat")),
  },
  {
    path: "notifications",
    lazy: page(["notifications"], () => import("@/features/notifications/notifications-page")),
  },
  { path: "events/new", lazy: page(["events"], () => import("@/features/events/edit-page")) },
  { path: "events/:event/edit", lazy: page(["events"], () => import("@/features/events/edit-page")) },
  {
    path: "events/:event/attendees",
    lazy: page(["events"], () => import("@/features/events/attendees-page")),
  },
  { path: "community/new", lazy: page(["community"], () => import("@/features/community/compose-page")) },
  {
    path: "community/:post/edit",
    lazy: page(["community"], () => import("@/features/community/compose-page")),
  },
  { path: "support", lazy: page(["support"], () => import("@/features/support/support-page")) },
  { path: "support/:ticket", lazy: page(["support"], () => import("@/features/support/ticket-page")) },
  { path: "sessions", lazy: page(["booking"], () => import("@/features/booking/sessions-page")) },
  {
    path: "sessions/:session",
    lazy: page(["booking", "attendance", "feedback"], () => import("./pages/session")),
  },
];

const studentPages: RouteObject[] = [
  {
    path: "student",
    lazy: page(["dashboard", "mentors", "chat", "waitlist"], () => import("./pages/student")),
  },
  { path: "my-mentors", lazy: page(["workspace"], () => import("@/features/workspace/mentors-page")) },
  {
    path: "my-mentors/:person",
    lazy: page(["workspace"], () => import("@/features/workspace/workspace-page")),
  },
  { path: "favourites", lazy: page(["mentors"], () => import("@/features/mentors/favourites-page")) },
  { path: "waitlist", lazy: page(["waitlist"], () => import("@/features/waitlist/waitlist-page")) },
  { path: "waitlist/:wait", lazy: page(["waitlist"], () => import("@/features/waitlist/offer-page")) },
  { path: "profile", lazy: page(["students"], () => import("@/features/students/profile-page")) },
  {
    path: "bookings/:booking/payment",
    lazy: page(["payments"], () => import("@/features/payments/payment-page")),
  },
];

const mentorPages: RouteObject[] = [
  { path: "mentor", lazy: page(["dashboard", "analytics"], () => import("./pages/mentor-dashboard")) },
  {
    path: "mentor/profile",
    lazy: page(["mentors", "analytics"], () => import("./pages/mentor-profile")),
  },
  {
    path: "mentor/profile/preview",
    lazy: page(["mentors"], () => import("@/features/mentors/editor/preview-page")),
  },
  { path: "mentor/students", lazy: page(["workspace"], () => import("@/features/workspace/students-page")) },
  {
    path: "mentor/students/:person",
    lazy: page(["workspace"], () => import("@/features/workspace/workspace-page")),
  },
  { path: "mentor/services", lazy: page(["services"], () => import("@/features/services/services-page")) },
  {
    path: "mentor/calendar",
    lazy: page(["calendar"], () => import("@/features/calendar/calendar-page")),
  },
  {
    path: "mentor/availability",
    lazy: page(["availability"], () => import("@/features/availability/availability-page")),
  },
  {
    path: "mentor/analytics",
    lazy: page(["analytics"], () => import("@/features/analytics/analytics-page")),
  },
  { path: "mentor/earnings", lazy: page(["earnings"], () => import("@/features/earnings/earnings-page")) },
  {
    path: "mentor/feedback",
    lazy: page(["feedback"], () => import("@/features/feedback/mentor-feedback-page")),
  },
];

const staffPages: RouteObject[] = [
  { path: "staff/mentors", lazy: page(["mentors"], () => import("@/features/mentors/pending-page")) },
  { path: "staff/reports", lazy: page(["community"], () => import("@/features/community/reports-page")) },
  { path: "staff/support", lazy: page(["support"], () => import("@/features/support/queue-page")) },
  {
    path: "staff/testimonials",
    lazy: page(["feedback"], () => import("@/features/feedback/testimonials-page")),
  },
  { path: "staff/contact", lazy: page(["contact"], () => import("@/features/contact/messages-page")) },
  { path: "staff/traffic", lazy: page(["traffic"], () => import("@/features/traffic/traffic-page")) },
  { path: "staff/system", lazy: page(["site"], () => import("@/features/site/system-page")) },
  { path: "staff/webhooks", lazy: page(["webhooks"], () => import("@/features/webhooks/list-page")) },
  {
    path: "staff/webhooks/:webhook",
    lazy: page(["webhooks"], () => import("@/features/webhooks/hook-page")),
  },
];

const barePages: RouteObject[] = [
  { path: "sign-in", lazy: page(["auth"], () => import("@/features/auth/sign-in-page")) },
  { path: "sign-in/external", lazy: page(["auth"], () => import("@/features/auth/external-page")) },
  { path: "sign-up", lazy: page(["auth"], () => import("@/features/auth/sign-up-page")) },
  { path: "check-mail", lazy: page(["auth"], () => import("@/features/auth/check-mail-page")) },
  { path: "verify-email", lazy: page(["auth"], () => import("@/features/auth/verify-email-page")) },
  { path: "forgot-password", lazy: page(["auth"], () => import("@/features/auth/forgot-password-page")) },
  {
    path: "unsubscribe",
    lazy: page(["notifications"], () => import("@/features/notifications/unsubscribe-page")),
  },
  { path: "reset-password", lazy: page(["auth"], () => import("@/features/auth/reset-password-page")) },
];

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
export type Router = ReturnType<typeof createRouter>;
