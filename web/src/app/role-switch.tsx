import { ChevronsUpDown, GraduationCap, UserRound } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { Role, User } from "@/api/contract.gen";
import { homeOfRole } from "@/lib/home-of";
import { setPreference } from "@/lib/preferences";
import { Menu, MenuChoice, menuIcon } from "@/ui/menu";

const icons = { student: GraduationCap, mentor: UserRound };

type Side = Exclude<Role, "staff">;
const sides: Side[] = ["student", "mentor"];

/** Who has both sides, and is on one of them. */
export const hasBoth = (user: User, role: Role): role is Side =>
  role !== "staff" && sides.every((side) => user.roles.includes(side));

/** Inside a menu: the sides, with the one somebody is on. */
export function RoleChoice({ role }: { role: Side }) {
  const { t } = useTranslation("app");
  const navigate = useNavigate();
  return (
    <MenuChoice
      value={role}
      onChange={(side) => {
        setPreference("role", side);
        navigate(homeOfRole(side));
      }}
      options={sides.map((side) => {
        const Icon = icons[side];
        return { value: side, label: t(`role.${side}`), icon: <Icon {...menuIcon} /> };
      })}
    />
  );
}

/** Only for people who are both a student and a mentor. */
export function RoleSwitch({ user, role }: { user: User; role: Role }) {
  const { t } = useTranslation("app");
  if (!hasBoth(user, role)) return null;
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
        <RoleChoice role={role} />
      </Menu>
    </div>
  );
}
