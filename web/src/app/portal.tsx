import { useTranslation } from "react-i18next";
import { NavLink, Outlet, useMatch } from "react-router";
import type { Role, User } from "@/api/contract.gen";
import { homeOfRole } from "@/lib/home-of";
import { cn } from "@/ui/cn";
import { BottomBar } from "./bottom-bar";
import { Brand } from "./brand";
import { exact, type NavEntry, navigationFor, useActiveRole, useWaiting } from "./navigation";
import { QuickSearch } from "./quick-search";
import { RoleSwitch } from "./role-switch";
import { NotificationBell, UserMenu } from "./user-menu";
import { Waiting } from "./waiting";

/** The frame for people who are signed in: sidebar on wide screens, bar at the bottom on phones. */
export { UserMenu };

export default function Portal({ user }: { user: User }) {
  const role = useActiveRole(user);
  const entries = navigationFor(user, role);
  // Chat fills the window, and on a phone a conversation takes all of it.
  const tall = useMatch("/chat/*") !== null;
  const talking = useMatch("/chat/:conversation") !== null;
  return (
    <div
      data-tall={tall || undefined}
      className={cn(
        "flex grow flex-col lg:grid lg:grid-cols-[15.5rem_minmax(0,1fr)]",
        tall && "min-h-0 lg:grid-rows-[minmax(0,1fr)]",
      )}
    >
      <Sidebar user={user} role={role} entries={entries} />
      <div className={cn("flex min-w-0 grow flex-col", tall && "min-h-0")}>
        <header
          className={cn(
            "sticky top-0 z-30 border-b border-line bg-paper/90 backdrop-blur-md",
            talking && "max-md:hidden",
          )}
        >
          <div className="flex h-16 items-center gap-1 px-4 sm:px-6">
            <div className="grow lg:hidden">
              <Brand to={homeOfRole(role)} />
            </div>
            <QuickSearch className="hidden grow lg:block" />
            <NotificationBell />
            <UserMenu user={user} />
          </div>
        </header>
        <main
          id="main"
          tabIndex={-1}
          className={cn(
            "grow outline-none",
            tall ? "flex min-h-0 flex-col" : "pb-20 lg:pb-8",
            tall && (talking ? "md:max-lg:pb-(--bottom-bar)" : "max-lg:pb-(--bottom-bar)"),
          )}
        >
          <Outlet />
        </main>
      </div>
      <BottomBar user={user} role={role} entries={entries} hidden={talking} />
    </div>
  );
}

function Sidebar({ user, role, entries }: { user: User; role: Role; entries: NavEntry[] }) {
  const { t } = useTranslation("app");
  const waiting = useWaiting();
  return (
    <aside className="hidden border-r border-line bg-surface lg:block">
      <div className="sticky top-0 flex h-[calc(100dvh-var(--strip,0px))] flex-col px-3">
        <div className="flex h-16 items-center px-2">
          <Brand to={homeOfRole(role)} />
        </div>
        <nav aria-label={t("nav.label")} className="flex grow flex-col gap-0.5 overflow-y-auto py-2">
          {entries.map(({ to, text, icon: Icon }) => (
            <NavLink
              key={to}
              to={to}
              end={exact(to)}
              className="flex h-10 items-center gap-3 rounded-md px-3 text-sm font-medium text-ink-2 transition-colors hover:bg-hover hover:text-ink aria-[current=page]:bg-primary-soft aria-[current=page]:text-primary-ink"
            >
              <Icon size={20} strokeWidth={1.75} aria-hidden />
              <span className="grow">{t(`nav.${text}`)}</span>
              <Waiting count={waiting[text]} />
            </NavLink>
          ))}
        </nav>
        <RoleSwitch user={user} role={role} />
      </div>
    </aside>
  );
}
