import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Bell, LifeBuoy, LogOut, Monitor, Moon, Settings, Sun } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { call } from "@/api/call";
import type { User } from "@/api/contract.gen";
import { session } from "@/api/session";
import { homeOf } from "@/lib/home-of";
import { usePreference } from "@/lib/preferences";
import { useLiveUp } from "@/lib/use-live";
import { Avatar } from "@/ui/bits";
import { Menu, MenuChoice, MenuHead, MenuItem, MenuLine, MenuLink, menuIcon } from "@/ui/menu";

/** Ends the session on the server; should that fail, this browser forgets it all the same. */
export function useSignOut() {
  const navigate = useNavigate();
  const queries = useQueryClient();
  return async () => {
    await import("@/features/chat/background")
      .then(({ forgetChat }) => forgetChat(queries))
      .catch(() => null);
    await call("auth.logout").catch(() => null);
    session.end();
    navigate("/");
  };
}

export function UserMenu({ user, dashboard }: { user: User; dashboard?: boolean }) {
  const { t } = useTranslation("app");
  const [theme, setTheme] = usePreference("theme");
  const signOut = useSignOut();
  return (
    <Menu
      trigger={
        <button type="button" className="grid size-11 place-items-center rounded-full hover:bg-hover">
          <span className="sr-only">{t("menu")}</span>
          <Avatar name={user.name} photo={user.photo} size="sm" />
        </button>
      }
    >
      <div className="px-3 pt-2 pb-2">
        <p className="truncate text-sm font-medium">{user.name}</p>
        <p className="truncate text-xs text-ink-3">{user.email}</p>
      </div>
      <MenuLine />
      {dashboard && (
        <MenuLink>
          <Link to={homeOf(user)}>
            <Monitor {...menuIcon} />
            {t("nav.dashboard")}
          </Link>
        </MenuLink>
      )}
      <MenuLink>
        <Link to="/account">
          <Settings {...menuIcon} />
          {t("nav.account")}
        </Link>
      </MenuLink>
      <MenuLink>
        <Link to="/support">
          <LifeBuoy {...menuIcon} />
          {t("nav.support")}
        </Link>
      </MenuLink>
      <MenuLine />
      <MenuHead>{t("theme.label")}</MenuHead>
      <MenuChoice
        value={theme}
        onChange={setTheme}
        options={[
          { value: "system", label: t("theme.system"), icon: <Monitor {...menuIcon} /> },
          { value: "light", label: t("theme.light"), icon: <Sun {...menuIcon} /> },
          { value: "dark", label: t("theme.dark"), icon: <Moon {...menuIcon} /> },
        ]}
      />
      <MenuLine />
      <MenuItem onSelect={signOut}>
        <LogOut {...menuIcon} />
        {t("signOut")}
      </MenuItem>
    </Menu>
  );
}

export function NotificationBell() {
  const { t } = useTranslation("app");
  const told = useLiveUp();
  const { data } = useQuery({
    queryKey: ["notifications", "unread"],
    queryFn: ({ signal }) => call("notifications.unread", {}, signal),
    refetchInterval: told ? false : 60_000,
  });
  const unread = data?.unread ?? 0;
  return (
    <Link
      to="/notifications"
      aria-label={unread ? t("bellUnread", { count: unread }) : t("bell")}
      className="relative grid size-11 place-items-center rounded-full text-ink-2 transition-colors hover:bg-hover hover:text-ink"
    >
      <Bell size={20} strokeWidth={1.75} aria-hidden />
      {unread > 0 && (
        <span
          aria-hidden
          className="tabular absolute top-1.5 right-1 grid h-4.5 min-w-4.5 place-items-center rounded-full bg-primary px-1 text-xs leading-none font-semibold text-on-primary"
        >
          {unread > 99 ? "99+" : unread}
        </span>
      )}
    </Link>
  );
}
