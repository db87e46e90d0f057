import { useQuery } from "@tanstack/react-query";
import {
  Activity,
  CalendarCheck,
  CalendarClock,
  CalendarDays,
  CalendarRange,
  ChartColumn,
  Flag,
  Heart,
  House,
  LifeBuoy,
  type LucideIcon,
  Mail,
  MessageCircle,
  MessagesSquare,
  Package,
  Quote,
  Search,
  Star,
  UserCheck,
  UserRound,
  Users,
  Wallet,
  Webhook,
} from "lucide-react";
import type { Role, User } from "@/api/contract.gen";
import { summaryQuery } from "@/features/chat/api/queries";
import { usePreference } from "@/lib/preferences";

export type NavEntry = {
  to: string;
  text:
    | "dashboard"
    | "findMentors"
    | "sessions"
    | "favourites"
    | "chat"
    | "events"
    | "services"
    | "myMentors"
    | "myStudents"
    | "availability"
    | "calendar"
    | "analytics"
    | "earnings"
    | "feedback"
    | "profile"
    | "newMentors"
    | "community"
    | "reports"
    | "support"
    | "contactMessages"
    | "testimonials"
    | "traffic"
    | "system"
    | "webhooks";
  /** For the bar at the bottom, where five have to stand side by side. */
  short?: "mentors" | "approvals";
  icon: LucideIcon;
  /** Stands in that bar; the others are behind its "More". At most four. */
  phone?: boolean;
};

const entries: Record<Role, NavEntry[]> = {
  student: [
    { to: "/student", text: "dashboard", icon: House, phone: true },
    { to: "/mentors", text: "findMentors", short: "mentors", icon: Search, phone: true },
    { to: "/sessions", text: "sessions", icon: CalendarCheck, phone: true },
    { to: "/chat", text: "chat", icon: MessageCircle, phone: true },
    { to: "/my-mentors", text: "myMentors", icon: Users },
    { to: "/events", text: "events", icon: CalendarDays },
    { to: "/favourites", text: "favourites", icon: Heart },
    { to: "/community", text: "community", icon: MessagesSquare },
    { to: "/profile", text: "profile", icon: UserRound },
  ],
  mentor: [
    { to: "/mentor", text: "dashboard", icon: House, phone: true },
    { to: "/sessions", text: "sessions", icon: CalendarCheck, phone: true },
    { to: "/chat", text: "chat", icon: MessageCircle, phone: true },
    { to: "/mentor/students", text: "myStudents", icon: Users },
    { to: "/events", text: "events", icon: CalendarDays },
    { to: "/community", text: "community", icon: MessagesSquare },
    { to: "/mentor/calendar", text: "calendar", icon: CalendarRange },
    { to: "/mentor/services", text: "services", icon: Package },
    { to: "/mentor/availability", text: "availability", icon: CalendarClock, phone: true },
    { to: "/mentor/analytics", text: "analytics", icon: ChartColumn },
    { to: "/mentor/earnings", text: "earnings", icon: Wallet },
    { to: "/mentor/feedback", text: "feedback", icon: Star },
    { to: "/mentor/profile", text: "profile", icon: UserRound },
  ],
  staff: [
    { to: "/staff/mentors", text: "newMentors", short: "approvals", icon: UserCheck, phone: true },
    { to: "/staff/support", text: "support", icon: LifeBuoy, phone: true },
    { to: "/staff/contact", text: "contactMessages", icon: Mail, phone: true },
    { to: "/staff/reports", text: "reports", icon: Flag, phone: true },
    { to: "/mentors", text: "findMentors", icon: Search },
    { to: "/staff/testimonials", text: "testimonials", icon: Quote },
    { to: "/staff/traffic", text: "traffic", icon: ChartColumn },
    { to: "/staff/system", text: "system", icon: Activity },
    { to: "/staff/webhooks", text: "webhooks", icon: Webhook },
    { to: "/events", text: "events", icon: CalendarDays },
    { to: "/community", text: "community", icon: MessagesSquare },
  ],
};

/** "/mentor" must not light up on "/mentor/services"; everything else owns its sub-pages. */
export const exact = (to: string) => to === "/mentor" || to === "/student";

/** How much waits behind an entry: the number on it. */
export function useWaiting(): Partial<Record<NavEntry["text"], number>> {
  const { data } = useQuery(summaryQuery);
  return { chat: (data?.unread ?? 0) + (data?.requests ?? 0) };
}

/** The side of the product somebody is on: their only role, or the one chosen last by those who have both. */
export function useActiveRole(user: User): Role {
  const [chosen] = usePreference("role");
  if (user.roles.includes(chosen)) return chosen;
  return user.roles[0] ?? "student";
}

export function navigationFor(user: User, role: Role): NavEntry[] {
  const own = entries[role];
  // Staff work sits below the rest for those who are a student or a mentor as well.
  return role !== "staff" && user.roles.includes("staff")
    ? [...own, ...entries.staff.slice(0, 3).map((entry) => ({ ...entry, phone: false }))]
    : own;
}
