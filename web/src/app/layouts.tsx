import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { Link, NavLink, Outlet } from "react-router";
import i18n from "@/lib/i18n";
import { useViewerZone } from "@/lib/preferences";
import { useUser } from "@/lib/use-session";
import { zoneCity, zoneOffset } from "@/lib/zones";
import { Button } from "@/ui/button";
import { Brand } from "./brand";
import { loadPortal } from "./load-portal";
import { SiteMenu } from "./site-menu";

// Visitors do not pay for the portal and its menus; for those signed in main.tsx fetches it first thing.
const Portal = lazy(loadPortal);
const NewsletterForm = lazy(async () => {
  const [module] = await Promise.all([
    import("@/features/newsletter/components/newsletter-form"),
    i18n.loadNamespaces(["newsletter"]),
  ]);
  return { default: module.NewsletterForm };
});
const UserMenu = lazy(() => loadPortal().then((portal) => ({ default: portal.UserMenu })));

/** Top bar and footer: what everybody may see. */
export function PublicLayout() {
  return (
    <div className="flex grow flex-col">
      <TopBar />
      <main id="main" tabIndex={-1} className="grow outline-none">
        <Outlet />
      </main>
      <Footer />
    </div>
  );
}

/** Pages such as the mentor list: inside the portal for those signed in, public otherwise. */
export function AdaptiveLayout() {
  const user = useUser();
  if (!user) return <PublicLayout />;
  return (
    <Suspense fallback={null}>
      <Portal user={user} />
    </Suspense>
  );
}

/** Sign-in and its relatives: the mark, one column, nothing to be distracted by. */
export function BareLayout() {
  return (
    <div className="hero-glow flex grow flex-col px-4 sm:px-6">
      <header className="mx-auto w-full max-w-[1120px] py-3">
        <Brand />
      </header>
      <main
        id="main"
        tabIndex={-1}
        className="flex grow flex-col items-center pt-4 pb-16 outline-none sm:justify-center sm:pt-0 sm:pb-24"
      >
        <Outlet />
      </main>
    </div>
  );
}

function TopBar() {
  const { t } = useTranslation("app");
  const user = useUser();
  const link =
    "inline-flex h-11 items-center rounded-md px-3 text-sm font-medium text-ink-2 hover:text-ink aria-[current=page]:text-ink";
  return (
    <header className="sticky top-0 z-30 border-b border-line bg-paper/90 backdrop-blur-md">
      <div className="mx-auto flex h-16 max-w-[1168px] items-center gap-2 px-4 sm:px-6">
        <Brand className="max-md:mr-auto" />
        <nav aria-label={t("nav.label")} className="ml-4 hidden grow items-center gap-1 md:flex">
          <NavLink to="/mentors" className={link}>
            {t("nav.mentors")}
          </NavLink>
          <NavLink to="/events" className={link}>
            {t("nav.events")}
          </NavLink>
          <NavLink to="/community" className={link}>
            {t("nav.community")}
          </NavLink>
          <NavLink to="/about" className={link}>
            {t("nav.about")}
          </NavLink>
          <Link className={`${link} max-lg:hidden`} to="/#how">
            {t("nav.how")}
          </Link>
        </nav>
        {user ? (
          <Suspense fallback={<span className="size-11" />}>
            <UserMenu user={user} dashboard />
          </Suspense>
        ) : (
          <>
            {/* On the narrowest phones the menu has it. */}
            <Button asChild variant="ghost" className="max-[24rem]:hidden">
              <Link to="/sign-in">{t("nav.signIn")}</Link>
            </Button>
            <Button asChild>
              <Link to="/sign-up">{t("nav.join")}</Link>
            </Button>
          </>
        )}
        <SiteMenu />
      </div>
    </header>
  );
}

function Footer() {
  const { t } = useTranslation("app");
  const [zone] = useViewerZone();
  const user = useUser();
  const link = "inline-flex min-h-8 items-center text-ink-2 hover:text-ink hover:underline";
  return (
    <footer className="later-180 sm:later-95 mt-16 border-t border-line">
      <div className="mx-auto min-h-36 max-w-[1168px] border-b border-line px-4 py-8 sm:min-h-0 sm:px-6">
        <Suspense fallback={<div className="h-19" />}>
          <NewsletterForm />
        </Suspense>
      </div>
      <div className="mx-auto grid max-w-[1168px] grid-cols-2 gap-8 px-4 py-10 text-sm sm:grid-cols-[1fr_auto_auto_auto] sm:gap-16 sm:px-6">
        <div className="max-sm:col-span-2">
          <p className="font-display text-lg font-semibold">AspireX</p>
          <p className="mt-1 max-w-xs text-ink-2">{t("footer.tag")}</p>
          <p className="tabular mt-4 text-ink-3">
            {!import.meta.env.SSR && t("footer.zone", { city: zoneCity(zone), offset: zoneOffset(zone) })}
          </p>
        </div>
        <nav aria-label={t("footer.product")} className="flex flex-col">
          <Link className={link} to="/mentors">
            {t("nav.findMentors")}
          </Link>
          <Link className={link} to="/events">
            {t("nav.events")}
          </Link>
          <Link className={link} to="/community">
            {t("nav.community")}
          </Link>
          {!user?.mentor_id && (
            <Link className={link} to={user ? "/account#sides" : "/sign-up?role=mentor"}>
              {t("nav.becomeMentor")}
            </Link>
          )}
          <Link className={link} to="/#how">
            {t("nav.how")}
          </Link>
        </nav>
        <nav aria-label={t("footer.company")} className="flex flex-col">
          <Link className={link} to="/about">
            {t("nav.about")}
          </Link>
          <Link className={link} to="/services">
            {t("nav.offer")}
          </Link>
          <Link className={link} to="/contact">
            {t("nav.contact")}
          </Link>
        </nav>
        <nav aria-label={t("footer.help")} className="flex flex-col">
          <Link className={link} to="/#questions">
            {t("nav.questions")}
          </Link>
          <Link className={link} to="/terms">
            {t("nav.terms")}
          </Link>
          <Link className={link} to="/privacy">
            {t("nav.privacy")}
          </Link>
          <Link className={link} to="/status">
            {t("nav.status")}
          </Link>
        </nav>
      </div>
    </footer>
  );
}
