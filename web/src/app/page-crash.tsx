import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useRouteError } from "react-router";
import { ApiError } from "@/api/api-error";
import { failures } from "@/lib/failures";
import { useTitle } from "@/lib/use-title";
import { Button } from "@/ui/button";
import { Page } from "@/ui/page";
import { ErrorState } from "@/ui/states";

/** Shown in place of a page that threw. A missing chunk means that a new version was deployed meanwhile. */
export function PageCrash() {
  const { t } = useTranslation("app");
  const error = useRouteError();
  useTitle(t("crash.title"));
  useEffect(() => {
    console.error(error);
    failures.tell(error);
  }, [error]);
  const outdated = error instanceof TypeError && /import|module/i.test(error.message);
  if (error instanceof ApiError) {
    return (
      <Page>
        <ErrorState error={error} onRetry={() => location.reload()} />
      </Page>
    );
  }
  return (
    <Page>
      <div role="alert" className="flex flex-col items-center gap-4 py-16 text-center">
        <h1 className="text-2xl">{t("crash.title")}</h1>
        <p className="measure text-ink-2">{outdated ? t("crash.chunk") : t("crash.body")}</p>
        <Button onClick={() => location.reload()}>{t("crash.reload")}</Button>
      </div>
    </Page>
  );
}
