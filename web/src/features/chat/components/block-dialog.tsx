import { useTranslation } from "react-i18next";
import type { Conversation } from "@/api/contract.gen";
import { errorText } from "@/lib/error-text";
import { ConfirmDialog } from "@/ui/dialog";
import { toast } from "@/ui/toast";
import type { ConversationActions } from "../api/use-conversation-actions";

/** Asked before; can be undone at once and later. */
export function BlockDialog({
  conversation,
  actions,
  onClose,
}: {
  conversation: Conversation;
  actions: ConversationActions;
  onClose: () => void;
}) {
  const { t } = useTranslation("chat");
  const { name } = conversation.with;
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t("block.title", { name })}
      confirm={t("block.confirm")}
      danger
      errorText={errorText}
      onConfirm={async () => {
        await actions.block(true);
        toast(t("block.done", { name }), { label: t("block.undo"), run: () => void actions.block(false) });
      }}
    >
      <p>{t("block.body", { name })}</p>
    </ConfirmDialog>
  );
}
