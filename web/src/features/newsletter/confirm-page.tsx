import { useQuery } from "@tanstack/react-query";
import { MailCheck, MailX } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { ApiError } from "@/api/api-error";
import { call } from "@/api/call";
import { useTitle } from "@/lib/use-title";
import { Button } from "@/ui/button";
import { Page } from "@/ui/page";
import { EmptyState, ErrorState, Working } from "@/ui/states";

/** /newsletter/confirm?token=…: where the link in the mail leads. Asking twice says the same. */
export default function ConfirmPage() {
  const { t } = useTranslation("newsletter");
  useTitle(t("confirm.title"));
  const token = useSearchParams()[0].get("token") ?? "";
  const done = useQuery({
    queryKey: ["newsletter", "confirm", token],
    queryFn: () => call("newsletter.confirm", { body: { token } }),
    enabled: token !== "",
    staleTime: Number.POSITIVE_INFINITY,
  });
  const dead =
    token === "" || (done.error instanceof ApiError && done.error.status < 429 && done.error.status > 0);
  const home = (
    <Button asChild>
      <Link to="/">{t("confirm.home")}</Link>
    </Button>
  );
  return (
    <Page width="form">
      {done.data ? (
        <EmptyState
          icon={<MailCheck strokeWidth={1.75} />}
          title={<h1>{t("confirm.done")}</h1>}
          action={home}
        >
          {t("confirm.doneBody", { email: done.data.email })}
        </EmptyState>
      ) : dead ? (
        <EmptyState icon={<MailX strokeWidth={1.75} />} title={<h1>{t("confirm.failed")}</h1>} action={home}>
          {t("confirm.failedBody")}
        </EmptyState>
      ) : done.isError ? (
        <ErrorState error={done.error} onRetry={() => done.refetch()} busy={done.isFetching} />
      ) : (
        <Working label={t("confirm.working")} />
      )}
    </Page>
  );
}
