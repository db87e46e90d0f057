import type { Who } from "../windows";
import type { Filled } from "./demo";

/** One page to look at. `route` is as in src/app/routes.tsx: routes.spec.ts fails for those that nothing here shows. */
export type Shot = {
  route: string;
  as: Who;
  /** Where it stands; the route itself where that has no parameters. */
  at?: (filled: Filled) => string;
  /** Beside the picture of somebody else on the same route. */
  suffix?: string;
  dark?: true;
};

const none = "0";
const by = (build: (id: string) => string, what: keyof Filled) => (filled: Filled) =>
  build(filled[what] ?? none);
const link = (what: keyof Filled, plain: string) => (filled: Filled) => filled[what] ?? plain;
const workspace = "M000001";

/** Times that are held run out: they come first. The link that signs somebody in comes last. */
export const shots: Shot[] = [
  {
    route: "bookings/:booking/payment",
    as: "student",
    at: by((id) => `bookings/${id}/payment`, "hold"),
    dark: true,
  },
  { route: "waitlist/:wait", as: "student", at: by((id) => `waitlist/${id}`, "wait") },
  { route: "waitlist", as: "student" },
  { route: "student", as: "student", dark: true },
  { route: "my-mentors", as: "student" },
  { route: "my-mentors/:person", as: "student", at: () => `my-mentors/${workspace}` },
  { route: "favourites", as: "student" },
  { route: "profile", as: "student" },
  { route: "sessions", as: "student" },
  { route: "sessions/:session", as: "student", at: by((id) => `sessions/${id}`, "session"), dark: true },
  { route: "chat", as: "student" },
  { route: "chat/:conversation", as: "student", at: by((id) => `chat/${id}`, "conversation"), dark: true },
  { route: "notifications", as: "student" },
  { route: "account", as: "student" },
  { route: "support", as: "student" },
  { route: "support/:ticket", as: "student", at: by((id) => `support/${id}`, "ticket"), dark: true },
  { route: "community/new", as: "student" },

  { route: "mentor", as: "mentor", dark: true },
  { route: "mentor/profile", as: "mentor" },
  { route: "mentor/profile/preview", as: "mentor" },
  { route: "mentor/students", as: "mentor" },
  { route: "mentor/students/:person", as: "mentor", at: by((id) => `mentor/students/${id}`, "student") },
  { route: "mentor/services", as: "mentor" },
  { route: "mentor/calendar", as: "mentor", dark: true },
  { route: "mentor/availability", as: "mentor" },
  { route: "mentor/analytics", as: "mentor", dark: true },
  { route: "mentor/earnings", as: "mentor" },
  { route: "mentor/feedback", as: "mentor" },
  { route: "sessions", as: "mentor", suffix: "mentor" },
  { route: "events/new", as: "mentor" },
  { route: "events/:event/edit", as: "mentor", at: by((id) => `events/${id}/edit`, "event") },
  { route: "events/:event/attendees", as: "mentor", at: by((id) => `events/${id}/attendees`, "event") },
  { route: "community/:post/edit", as: "mentor", at: by((id) => `community/${id}/edit`, "post") },

  { route: "staff/mentors", as: "staff" },
  { route: "staff/reports", as: "staff" },
  { route: "staff/support", as: "staff", dark: true },
  { route: "support/:ticket", as: "staff", suffix: "staff", at: by((id) => `support/${id}`, "ticket") },
  { route: "staff/testimonials", as: "staff" },
  { route: "staff/contact", as: "staff" },
  { route: "staff/traffic", as: "staff" },
  { route: "staff/system", as: "staff" },
  { route: "staff/webhooks", as: "staff" },
  {
    route: "staff/webhooks/:webhook",
    as: "staff",
    at: by((id) => `staff/webhooks/${id}`, "webhook"),
    dark: true,
  },

  { route: "", as: "visitor", dark: true },
  { route: "mentors", as: "visitor", dark: true },
  { route: "mentors/:mentor", as: "visitor", at: () => "mentors/M000001", dark: true },
  { route: "events", as: "visitor" },
  { route: "events/:event", as: "visitor", at: by((id) => `events/${id}`, "event") },
  { route: "community", as: "visitor", dark: true },
  { route: "community/:post", as: "visitor", at: by((id) => `community/${id}`, "post") },
  { route: "services", as: "visitor" },
  { route: "about", as: "visitor" },
  { route: "contact", as: "visitor" },
  { route: "status", as: "visitor" },
  { route: "terms", as: "visitor" },
  { route: "privacy", as: "visitor" },
  { route: "sign-in", as: "visitor", dark: true },
  { route: "sign-in/external", as: "visitor" },
  { route: "sign-up", as: "visitor" },
  { route: "check-mail", as: "visitor" },
  { route: "forgot-password", as: "visitor" },
  { route: "reset-password", as: "visitor", at: link("reset", "reset-password") },
  { route: "unsubscribe", as: "visitor", at: link("unsubscribe", "unsubscribe") },
  { route: "newsletter/confirm", as: "visitor", at: link("newsletterConfirm", "newsletter/confirm") },
  { route: "newsletter/unsubscribe", as: "visitor" },
  { route: "*", as: "visitor", at: () => "nowhere" },
  { route: "verify-email", as: "visitor", at: link("verify", "verify-email") },
];

/** The file's name without its width: `sessions-session`, `home`. */
export function nameOf({ route, suffix }: Shot): string {
  const plain =
    route === "" ? "home" : route === "*" ? "not-found" : route.replaceAll("/", "-").replaceAll(":", "");
  return suffix ? `${plain}-${suffix}` : plain;
}

/** The routes that the client has and nothing here shows, and the other way round. */
export function unlike(source: string): string[] {
  const routes = ["", ...[...source.matchAll(/path: "([^"]+)"/g)].map(([, path]) => path ?? "")];
  const shown = shots.map((shot) => shot.route);
  const alone = (these: string[], those: string[]) => these.filter((one) => !those.includes(one));
  return [...alone(routes, shown), ...alone(shown, routes)].map((route) => `"${route}"`);
}
