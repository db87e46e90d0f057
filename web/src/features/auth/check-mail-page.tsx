import { MailCheck } from "lucide-react";
import { Trans, useTranslation } from "react-i18next";
import { Link, useLocation } from "react-router";
import { call } from "@/api/call";
import { AuthCard } from "./components/auth-card";
import { Resend } from "./components/resend";
import { TestMailbox } from "./components/test-mailbox";

/** The address travels in the history state, not in the URL: it has no business in logs and bookmarks. */
type State = { email?: string; reset?: boolean } | null;

export default function CheckMailPage() {
  const { t } = useTranslation("auth");
  const { email, reset = false } = (useLocation().state as State) ?? {};
  return (
    <AuthCard
      title={t("checkMail.title")}
      below={
        <Link className="link" to={reset ? "/forgot-password" : "/sign-up"}>
          {t("checkMail.other")}
        </Link>
      }
    >
      <span
        aria-hidden
        className="grid size-14 place-items-center rounded-full bg-primary-soft text-primary-ink"
      >
        <MailCheck size={26} strokeWidth={1.75} />
      </span>
      <p>
        {email ? (
          <Trans
            t={t}
            i18nKey={reset ? "checkMail.bodyReset" : "checkMail.body"}
            values={{ email }}
            components={{ b: <strong className="font-semibold break-all" /> }}
          />
        ) : (
          t("checkMail.noEmail")
        )}
      </p>
      <TestMailbox />
      <p className="text-sm text-ink-2">{t("checkMail.nothing")}</p>
      {email && (
        <Resend
          send={() => call(reset ? "auth.forgotPassword" : "auth.resendVerification", { body: { email } })}
        />
      )}
    </AuthCard>
  );
}
