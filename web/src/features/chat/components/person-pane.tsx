import { Ban, Bell, BellOff, Pin, PinOff } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Conversation } from "@/api/contract.gen";
import { errorText } from "@/lib/error-text";
import { useNow } from "@/lib/use-now";
import { Button } from "@/ui/button";
import { toast } from "@/ui/toast";
import { useConversationActions } from "../api/use-conversation-actions";
import { isMuted } from "../model/conversation";
import { BlockDialog } from "./block-dialog";
import { PersonAvatar, PresenceLine } from "./presence";

const icon = { size: 18, strokeWidth: 1.75, "aria-hidden": true } as const;

/** Who it is, what the two have before them (`children`, from other features), and what can be set. */
export function PersonPane({ conversation, children }: { conversation: Conversation; children: ReactNode }) {
  const { t } = useTranslation("chat");
  const { with: person } = conversation;
  const actions = useConversationActions(conversation.id);
  const [asking, setAsking] = useState(false);
  const now = useNow();
  const muted = isMuted(conversation, now);
  const line = "w-full justify-start px-2";
  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-col items-center gap-3 text-center">
        <PersonAvatar person={person} size="xl" />
        <div>
          <p className="font-display text-lg font-semibold">{person.name}</p>
          <PresenceLine person={person} />
        </div>
        {person.role === "mentor" && (
          <Button asChild variant="secondary" size="sm">
            <Link to={`/mentors/${person.id}`}>{t("person.profile")}</Link>
          </Button>
        )}
      </div>
      {children}
      <div className="flex flex-col border-t border-line pt-3">
        <Button variant="ghost" className={line} onClick={() => actions.pin(!conversation.pinned)}>
          {conversation.pinned ? <PinOff {...icon} /> : <Pin {...icon} />}
          {conversation.pinned ? t("menu.unpin") : t("menu.pin")}
        </Button>
        <Button variant="ghost" className={line} onClick={() => (muted ? actions.unmute() : actions.mute())}>
          {muted ? <Bell {...icon} /> : <BellOff {...icon} />}
          {muted ? t("menu.unmute") : t("menu.mute")}
        </Button>
        {conversation.blocked ? (
          <Button
            variant="ghost"
            className={line}
            onClick={() => actions.block(false).catch((error) => toast.error(errorText(error)))}
          >
            <Ban {...icon} />
            {t("menu.unblock")}
          </Button>
        ) : (
          <Button variant="danger-ghost" className={line} onClick={() => setAsking(true)}>
            <Ban {...icon} />
            {t("menu.block")}
          </Button>
        )}
      </div>
      {asking && (
        <BlockDialog conversation={conversation} actions={actions} onClose={() => setAsking(false)} />
      )}
    </div>
  );
}
