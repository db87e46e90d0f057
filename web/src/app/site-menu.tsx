import { Menu, X } from "lucide-react";
import { type FocusEvent, type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { NavLink } from "react-router";
import { useUser } from "@/lib/use-session";
import { IconButton } from "@/ui/button";

const pages = [
  ["/mentors", "mentors"],
  ["/events", "events"],
  ["/community", "community"],
  ["/about", "about"],
  ["/services", "offer"],
  ["/contact", "contact"],
] as const;
const visitorPages = [...pages, ["/sign-in", "signIn"], ["/sign-up", "signUp"]] as const;

/**
 * The public pages where the top bar has no room for their names. A button that unfolds a list of links; Escape, a
 * choice, and leaving it fold it again. Nothing of the portal's menus, which visitors do not download.
 */
export function SiteMenu() {
  const { t } = useTranslation("app");
  const [open, setOpen] = useState(false);
  const all = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const user = useUser();

  useEffect(() => {
    if (!open) return;
    const onPointer = ({ target }: PointerEvent) => {
      if (!all.current?.contains(target as Node)) setOpen(false);
    };
    document.addEventListener("pointerdown", onPointer);
    return () => document.removeEventListener("pointerdown", onPointer);
  }, [open]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !open) return;
    setOpen(false);
    button.current?.focus();
  };
  const onBlur = (event: FocusEvent<HTMLElement>) => {
    if (event.relatedTarget && !event.currentTarget.contains(event.relatedTarget)) setOpen(false);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: listens to what happens on its button and links
    <div ref={all} className="md:hidden" onKeyDown={onKeyDown} onBlur={onBlur}>
      <IconButton
        ref={button}
        label={open ? t("nav.close") : t("nav.open")}
        aria-expanded={open}
        aria-controls="site-menu"
        className="-mr-2.5"
        onClick={() => setOpen(!open)}
      >
        {open ? <X {...icon} /> : <Menu {...icon} />}
      </IconButton>
      <nav
        id="site-menu"
        aria-label={t("nav.label")}
        hidden={!open}
        className="absolute inset-x-0 top-full max-h-[calc(100dvh-6rem)] animate-rise overflow-y-auto border-b border-line bg-raised px-4 py-2 shadow-float"
      >
        <ul className="flex flex-col">
          {(user ? pages : visitorPages).map(([to, text]) => (
            <li key={to}>
              <NavLink
                to={to}
                onClick={() => setOpen(false)}
                className="flex min-h-12 items-center rounded-md px-2 font-medium text-ink-2 aria-[current=page]:text-primary-ink"
              >
                {t(`nav.${text}`)}
              </NavLink>
            </li>
          ))}
        </ul>
      </nav>
    </div>
  );
}

const icon = { size: 20, strokeWidth: 1.75, "aria-hidden": true } as const;
