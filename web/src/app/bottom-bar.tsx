import { Menu as MenuIcon } from "lucide-react";
import { useTranslation } from "react-i18next";
import { NavLink, useLocation } from "react-router";
import type { Role, User } from "@/api/contract.gen";
import { cn } from "@/ui/cn";
import { Menu, MenuHead, MenuLine, MenuLink, menuIcon } from "@/ui/menu";
import { exact, type NavEntry, useWaiting } from "./navigation";
import { hasBoth, RoleChoice } from "./role-switch";
import { Waiting } from "./waiting";

type Props = { user: User; role: Role; entries: NavEntry[] };

const place =
  "relative flex h-16 min-w-0 flex-1 flex-col items-center justify-center gap-1 px-1 text-xs font-medium text-ink-3";

/** On phones: four pages side by side, and the others, all that the sidebar of a wide screen has, behind the fifth. */
export function BottomBar({ user, role, entries, hidden }: Props & { hidden: boolean }) {
  const { t } = useTranslation("app");
  const waiting = useWaiting();
  return (
    <nav
      aria-label={t("nav.label")}
      data-bottom-bar
      className={cn(
        "fixed inset-x-0 bottom-0 z-30 flex border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] lg:hidden",
        hidden && "max-md:hidden",
      )}
    >
      {entries
        .filter(({ phone }) => phone)
        .map(({ to, text, short, icon: Icon }) => (
          <NavLink
            key={to}
            to={to}
            end={exact(to)}
            className={cn(place, "aria-[current=page]:text-primary-ink")}
          >
            <Icon size={20} strokeWidth={1.75} aria-hidden />
            <span className="max-w-full truncate">{t(`nav.${short ?? text}`)}</span>
            <Waiting count={waiting[text]} className="absolute top-2 left-1/2 ml-1" />
          </NavLink>
        ))}
      <More user={user} role={role} entries={entries.filter(({ phone }) => !phone)} />
    </nav>
  );
}

function More({ user, role, entries }: Props) {
  const { t } = useTranslation("app");
  const { pathname } = useLocation();
  const inside = entries.some(({ to }) => pathname === to || pathname.startsWith(`${to}/`));
  return (
    <Menu
      trigger={
        <button type="button" className={cn(place, inside && "text-primary-ink")}>
          <MenuIcon size={20} strokeWidth={1.75} aria-hidden />
          <span className="max-w-full truncate">{t("nav.more")}</span>
        </button>
      }
    >
      {entries.map(({ to, text, icon: Icon }) => (
        <MenuLink key={to}>
          <NavLink to={to} className="aria-[current=page]:text-primary-ink">
            <Icon {...menuIcon} />
            {t(`nav.${text}`)}
          </NavLink>
        </MenuLink>
      ))}
      {hasBoth(user, role) && (
        <>
          <MenuLine />
          <MenuHead>{t("role.label")}</MenuHead>
          <RoleChoice role={role} />
        </>
      )}
    </Menu>
  );
}
