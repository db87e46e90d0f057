import { ChevronsUpDown, GraduationCap, UserRound } from "lucide-react";
import { useTranslation } from "react-i18next";
import { NavLink, Outlet, useMatch, useNavigate } from "react-router";
import type { Role, User } from "@/api/contract.gen";
import { homeOfRole } from "@/lib/home-of";
import { setPreference } from "@/lib/preferences";
import { cn } from "@/ui/cn";
import { Menu, MenuChoice } from "@/ui/menu";
import { Brand } from "./brand";
import { type NavEntry, navigationFor, useActiveRole, useWaiting } from "./navigation";
import { QuickSearch } from "./quick-search";
import { NotificationBell, UserMenu } from "./user-menu";

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
      <BottomBar entries={entries} hidden={talking} />
    </div>
  );
}

/** A number on an entry; read out as "3 new". */
function Waiting({ count, className }: { count: number | undefined; className?: string }) {
  const { t } = useTranslation("app");
  if (!count) return null;
  return (
    <span
      className={cn(
        "tabular grid h-5 min-w-5 place-items-center rounded-full bg-primary px-1.5 text-xs leading-none font-semibold text-on-primary",
        className,
      )}
    >
      <span aria-hidden>{count > 99 ? "99+" : count}</span>
      <span className="sr-only">{t("nav.waiting", { count })}</span>
    </span>
  );
}

/** "/mentor" must not light up on "/mentor/services"; everything else owns its sub-pages. */
const exact = (to: string) => to === "/mentor" || to === "/student";

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

/** Only for people who are both a student and a mentor. */
function RoleSwitch({ user, role }: { user: User; role: Role }) {
  const { t } = useTranslation("app");
  const navigate = useNavigate();
  const sides = (["student", "mentor"] as const).filter((side) => user.roles.includes(side));
  if (sides.length < 2 || role === "staff") return null;
  const icons = { student: GraduationCap, mentor: UserRound };
  return (
    <div className="border-t border-line py-3">
      <Menu
        align="start"
        trigger={
          <button
            type="button"
            className="flex h-12 w-full items-center gap-3 rounded-md px-3 text-left hover:bg-hover"
          >
            <span className="min-w-0 grow">
              <span className="block text-xs text-ink-3">{t("role.label")}</span>
              <span className="block text-sm font-medium">{t(`role.${role}`)}</span>
            </span>
            <ChevronsUpDown size={18} strokeWidth={1.75} aria-hidden className="text-ink-3" />
          </button>
        }
      >
        <MenuChoice
          value={role}
          onChange={(side) => {
            setPreference("role", side);
            navigate(homeOfRole(side));
          }}
          options={sides.map((side) => {
            const Icon = icons[side];
            return {
              value: side,
              label: t(`role.${side}`),
              icon: <Icon size={18} strokeWidth={1.75} aria-hidden />,
            };
          })}
        />
      </Menu>
    </div>
  );
}

function BottomBar({ entries, hidden }: { entries: NavEntry[]; hidden: boolean }) {
  const { t } = useTranslation("app");
  const waiting = useWaiting();
  return (
    <nav
      aria-label={t("nav.label")}
      className={cn(
        "fixed inset-x-0 bottom-0 z-30 flex border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] lg:hidden",
        hidden && "max-md:hidden",
      )}
    >
      {entries
        .filter((entry) => entry.phone)
        .map(({ to, text, short, icon: Icon }) => (
          <NavLink
            key={to}
            to={to}
            end={exact(to)}
            className={cn(
              "relative flex h-16 min-w-0 flex-1 flex-col items-center justify-center gap-1 px-1 text-xs font-medium text-ink-3",
              "aria-[current=page]:text-primary-ink",
            )}
          >
            <Icon size={20} strokeWidth={1.75} aria-hidden />
            <span className="max-w-full truncate">{t(`nav.${short ?? text}`)}</span>
            <Waiting count={waiting[text]} className="absolute top-2 left-1/2 ml-1" />
          </NavLink>
        ))}
    </nav>
  );
}
