import { useMutation } from "@tanstack/react-query";
import { MailMinus, MailX } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { ApiError } from "@/api/api-error";
import { call } from "@/api/call";
import { errorText } from "@/lib/error-text";
import { useTitle } from "@/lib/use-title";
import { Button } from "@/ui/button";
import { Page } from "@/ui/page";
import { EmptyState, Notice } from "@/ui/states";

/** /newsletter/unsubscribe?token=…: one button, because programs that look at links press none. */
export default function UnsubscribePage() {
  const { t } = useTranslation("newsletter");
  useTitle(t("leave.title"));
  const token = useSearchParams()[0].get("token") ?? "";
  const leave = useMutation({ mutationFn: () => call("newsletter.unsubscribe", { body: { token } }) });
  const dead = token === "" || (leave.error instanceof ApiError && leave.error.status === 410);
  if (leave.data)
    return (
      <Page width="form">
        <EmptyState icon={<MailMinus strokeWidth={1.75} />} title={<h1>{t("leave.done")}</h1>}>
          <p role="status">{t("leave.doneBody", { email: leave.data.email })}</p>
        </EmptyState>
      </Page>
    );
  if (dead)
    return (
      <Page width="form">
        <EmptyState
          icon={<MailX strokeWidth={1.75} />}
          title={<h1>{t("leave.failed")}</h1>}
          action={
            <Button asChild>
              <Link to="/contact">{t("leave.contact")}</Link>
            </Button>
          }
        >
          {t("leave.failedBody")}
        </EmptyState>
      </Page>
    );
  return (
    <Page width="form">
      <EmptyState
        icon={<MailMinus strokeWidth={1.75} />}
        title={<h1>{t("leave.title")}</h1>}
        action={
          <Button busy={leave.isPending} onClick={() => leave.mutate()}>
            {t("leave.submit")}
          </Button>
        }
      >
        {t("leave.body")}
      </EmptyState>
      {leave.isError && (
        <div role="alert">
          <Notice tone="warning">{errorText(leave.error)}</Notice>
        </div>
      )}
    </Page>
  );
}
