import { Compass } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useTitle } from "@/lib/use-title";
import { Button } from "@/ui/button";
import { Page } from "@/ui/page";
import { EmptyState } from "@/ui/states";

export default function NotFound() {
  const { t } = useTranslation("app");
  useTitle(t("notFound.title"));
  return (
    <Page>
      <EmptyState
        icon={<Compass strokeWidth={1.75} />}
        title={<h1>{t("notFound.title")}</h1>}
        action={
          <div className="flex flex-wrap justify-center gap-2">
            <Button asChild variant="secondary">
              <Link to="/">{t("notFound.home")}</Link>
            </Button>
            <Button asChild>
              <Link to="/mentors">{t("notFound.mentors")}</Link>
            </Button>
          </div>
        }
      >
        {t("notFound.body")}
      </EmptyState>
    </Page>
  );
}
