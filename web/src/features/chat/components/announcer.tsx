import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Conversation } from "@/api/contract.gen";
import { useLiveEvent } from "@/lib/use-live";

/** Reads out what the other side says, and nothing else: not the history that scrolls in, not one's own words. */
export function Announcer({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation("chat");
  const [lines, setLines] = useState<{ id: number; text: string }[]>([]);
  useLiveEvent("chat.message", (message) => {
    if (message.conversation !== conversation.id || message.sender !== conversation.with.account) return;
    const text = message.text || t("list.file");
    setLines((before) => [...before.slice(-2), { id: message.id, text }]);
  });
  return (
    <div aria-live="polite" aria-relevant="additions" className="sr-only">
      {lines.map(({ id, text }) => (
        <p key={id}>{t("announce", { name: conversation.with.name, text })}</p>
      ))}
    </div>
  );
}
