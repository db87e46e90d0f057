import { useQuery } from "@tanstack/react-query";
import { Wrench } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "react-router";
import { siteStatusQuery } from "@/lib/site-status";
import { useUser } from "@/lib/use-session";
import { useTitle } from "@/lib/use-title";
import { EmptyState } from "@/ui/states";
import { Brand } from "./brand";

/** Whether the site is closed to this viewer at this address: the staff work on, and have to be able to sign in. */
export function useClosed(): boolean {
  const { data: status } = useQuery(siteStatusQuery);
  const staff = useUser()?.roles.includes("staff") ?? false;
  const { pathname } = useLocation();
  return Boolean(status?.maintenance_mode) && !staff && pathname !== "/sign-in";
}

/** In place of every page while the site is closed. */
export function MaintenancePage() {
  const { t } = useTranslation("app");
  const { data: status } = useQuery(siteStatusQuery);
  useTitle(t("maintenancePage.title"));
  return (
    <div className="hero-glow flex grow flex-col px-4 sm:px-6">
      <header className="mx-auto w-full max-w-[1120px] py-3">
        <Brand />
      </header>
      <main id="main" tabIndex={-1} className="flex grow flex-col justify-center pb-24 outline-none">
        <EmptyState
          icon={<Wrench strokeWidth={1.75} />}
          title={<h1>{t("maintenancePage.title")}</h1>}
          action={
            <Link className="link text-sm" to="/sign-in">
              {t("maintenancePage.staff")}
            </Link>
          }
        >
          <p role="status" className="text-lg text-ink">
            {status?.message || t("maintenancePage.body")}
          </p>
          <p className="mt-3">{t("maintenancePage.again")}</p>
        </EmptyState>
      </main>
    </div>
  );
}
