import { Compass } from "lucide-react";
import { Trans, useTranslation } from "react-i18next";
import { Link, useLocation } from "react-router";
import { useTitle } from "@/lib/use-title";
import { Button } from "@/ui/button";
import { Page } from "@/ui/page";
import { EmptyState } from "@/ui/states";

export default function NotFound() {
  const { t } = useTranslation("app");
  const { pathname } = useLocation();
  useTitle(t("notFound.title"));
  return (
    <Page>
      <EmptyState
        icon={<Compass strokeWidth={1.75} />}
        title={<h1>{t("notFound.title")}</h1>}
        action={
          <div className="flex flex-wrap justify-center gap-2">
            <Button asChild>
              <Link to="/mentors">{t("notFound.mentors")}</Link>
            </Button>
            <Button asChild variant="secondary">
              <Link to="/">{t("notFound.home")}</Link>
            </Button>
            <Button asChild variant="ghost">
              <Link to="/contact">{t("notFound.contact")}</Link>
            </Button>
          </div>
        }
      >
        <p>
          <Trans
            t={t}
            i18nKey="notFound.address"
            values={{ path: pathname }}
            components={{ 1: <code className="font-mono text-sm break-all" /> }}
          />{" "}
          {t("notFound.body")}
        </p>
      </EmptyState>
    </Page>
  );
}
