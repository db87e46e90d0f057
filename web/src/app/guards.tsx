import { Lock } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link, Navigate, Outlet, useLocation } from "react-router";
import type { Role } from "@/api/contract.gen";
import { useUser } from "@/lib/use-session";
import { useTitle } from "@/lib/use-title";
import { Button } from "@/ui/button";
import { Page } from "@/ui/page";
import { EmptyState } from "@/ui/states";

/** Only for the signed in; the sign-in page leads back here. The server checks again, this is for the person. */
export function RequireSession() {
  const user = useUser();
  const here = useLocation();
  if (!user)
    return (
      <Navigate to={`/sign-in?next=${encodeURIComponent(here.pathname + here.search + here.hash)}`} replace />
    );
  return <Outlet />;
}

export function RequireRole({ only }: { only: Role }) {
  const user = useUser();
  if (user && !user.roles.includes(only)) return <Forbidden only={only} />;
  return <RequireSession />;
}

function Forbidden({ only }: { only: Role }) {
  const { t } = useTranslation("app");
  useTitle(t("forbidden.title"));
  return (
    <Page>
      <EmptyState
        icon={<Lock strokeWidth={1.75} />}
        title={<h1>{t("forbidden.title")}</h1>}
        action={
          <Button asChild>
            {only === "staff" ? (
              <Link to="/">{t("forbidden.home")}</Link>
            ) : (
              <Link to="/account#sides">{t(`forbidden.be.${only}`)}</Link>
            )}
          </Button>
        }
      >
        {t(`forbidden.${only}`)}
      </EmptyState>
    </Page>
  );
}
