import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Conversation } from "@/api/contract.gen";
import { errorText } from "@/lib/error-text";
import { Button } from "@/ui/button";
import { toast } from "@/ui/toast";
import type { ConversationActions } from "../api/use-conversation-actions";
import { BlockDialog } from "./block-dialog";

type Props = { conversation: Conversation; actions: ConversationActions };

/** In the composer's place: a stranger's first words wait for a yes. */
export function RequestBar({ conversation, actions }: Props) {
  const { t } = useTranslation("chat");
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const { name } = conversation.with;
  const accept = async () => {
    setBusy(true);
    await actions.accept().catch((error) => toast.error(errorText(error)));
    setBusy(false);
  };
  return (
    <section
      aria-label={t("request.title", { name })}
      className="border-t border-line bg-surface p-4 sm:px-6"
    >
      <p className="font-medium">{t("request.title", { name })}</p>
      <p className="mt-0.5 text-sm text-ink-2">{t("request.body")}</p>
      <div className="mt-3 flex flex-wrap gap-2">
        <Button busy={busy} onClick={accept}>
          {t("request.accept")}
        </Button>
        <Button variant="danger-ghost" onClick={() => setAsking(true)}>
          {t("request.block")}
        </Button>
      </div>
      {asking && (
        <BlockDialog conversation={conversation} actions={actions} onClose={() => setAsking(false)} />
      )}
    </section>
  );
}

/** In the composer's place when nothing can be said. */
export function ClosedBar({ conversation, actions }: Props) {
  const { t } = useTranslation("chat");
  const { name } = conversation.with;
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 border-t border-line bg-surface p-4 text-sm text-ink-2 sm:px-6">
      <p>{conversation.blocked ? t("closed.byYou", { name }) : t("closed.byThem", { name })}</p>
      {conversation.blocked && (
        <Button
          variant="secondary"
          size="sm"
          onClick={() => actions.block(false).catch((error) => toast.error(errorText(error)))}
        >
          {t("menu.unblock")}
        </Button>
      )}
    </div>
  );
}
