import { X } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Conversation } from "@/api/contract.gen";
import { IconButton } from "@/ui/button";
import { MessagesPane } from "./messages-pane";

type Props = { conversation: Conversation; thread: number; target: number | null; onClose: () => void };

/** A message and what was answered to it, beside the conversation. Escape closes it. */
export function ThreadPane({ conversation, thread, target, onClose }: Props) {
  const { t } = useTranslation("chat");
  return (
    <section
      aria-label={t("thread.title")}
      onKeyDown={(event) => event.key === "Escape" && onClose()}
      className="flex min-h-0 min-w-0 grow flex-col"
    >
      <header className="flex h-16 shrink-0 items-center gap-2 border-b border-line px-2 pl-4 sm:pl-6">
        <div className="min-w-0 grow">
          <h2 className="font-sans text-base font-semibold tracking-normal">{t("thread.title")}</h2>
          <p className="truncate text-sm leading-tight text-ink-3">
            {t("thread.with", { name: conversation.with.name })}
          </p>
        </div>
        <IconButton label={t("thread.close")} onClick={onClose}>
          <X size={20} strokeWidth={1.75} aria-hidden />
        </IconButton>
      </header>
      <MessagesPane
        key={thread}
        conversation={conversation}
        thread={thread}
        target={target}
        onThread={() => {}}
        intro={null}
      />
    </section>
  );
}
