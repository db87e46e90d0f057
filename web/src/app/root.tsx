import { Activity, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Outlet, ScrollRestoration, useLocation, useNavigation } from "react-router";
import { MaintenancePage, useClosed } from "./maintenance";
import { TestModeStrip } from "./test-mode-strip";

/** Around every page: skip link, progress line, scroll and focus on a change of page. */
export function Root() {
  const { t } = useTranslation("app");
  const closed = useClosed();
  return (
    // A page that fills the window (chat) scrolls inside; what a phone's keyboard leaves counts as the window.
    <div className="flex min-h-dvh flex-col has-[[data-tall]]:h-[var(--keyboard-room,100dvh)] has-[[data-tall]]:min-h-0">
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-60 focus:rounded-md focus:bg-primary focus:px-4 focus:py-2 focus:text-on-primary"
      >
        {t("skip")}
      </a>
      <Progress />
      <TestModeStrip />
      {closed && <MaintenancePage />}
      {/* Hidden, not gone: what somebody typed is there again when the site opens. */}
      <Activity mode={closed ? "hidden" : "visible"}>
        <Outlet />
      </Activity>
      <FocusOnChange />
      <ScrollRestoration />
    </div>
  );
}

/** After a change of page the focus goes to its main part, as it would on a page load. Filters keep their focus. */
function FocusOnChange() {
  const { pathname } = useLocation();
  const first = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the path is what triggers it
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    document.getElementById("main")?.focus({ preventScroll: true });
  }, [pathname]);
  return null;
}

/** A thin line while the next page's code is on its way; nothing for quick ones. */
function Progress() {
  const { t } = useTranslation("app");
  const busy = useNavigation().state !== "idle";
  return (
    <div role="status" className="pointer-events-none fixed inset-x-0 top-0 z-60 h-0.5">
      {busy && (
        <>
          <span className="sr-only">{t("loading")}</span>
          <div className="h-full animate-breathe bg-primary" />
        </>
      )}
    </div>
  );
}
