import { Inbox } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useTestMode } from "@/lib/site-status";
import { Notice } from "@/ui/states";

/** Only on a test system, where mails are kept instead of sent: the way to the link that is waited for. */
export function TestMailbox() {
  const { t } = useTranslation("auth");
  if (!useTestMode()) return null;
  return (
    <Notice tone="warning" icon={<Inbox strokeWidth={1.75} />}>
      {t("signIn.noCode")}{" "}
      <a className="font-medium underline underline-offset-3" href="/sandbox/mail/">
        {t("signIn.openMails")}
      </a>
    </Notice>
  );
}
