import { Ban, Bell, BellOff, MoreVertical, Pin, PinOff, UserRound } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Conversation } from "@/api/contract.gen";
import { errorText } from "@/lib/error-text";
import { IconButton } from "@/ui/button";
import { Menu, MenuItem, MenuLine, menuIcon } from "@/ui/menu";
import { toast } from "@/ui/toast";
import type { ConversationActions } from "../api/use-conversation-actions";
import { isMuted } from "../model/conversation";
import { BlockDialog } from "./block-dialog";

const hour = 3_600_000;

type Props = { conversation: Conversation; actions: ConversationActions; onPerson: () => void };

export function ConversationMenu({ conversation, actions, onPerson }: Props) {
  const { t } = useTranslation("chat");
  const [asking, setAsking] = useState(false);
  const muted = isMuted(conversation, new Date());
  const muteFor = (hours: number) => actions.mute(new Date(Date.now() + hours * hour).toISOString());
  return (
    <>
      <Menu
        trigger={
          <IconButton label={t("menu.label")}>
            <MoreVertical size={20} strokeWidth={1.75} aria-hidden />
          </IconButton>
        }
      >
        <MenuItem className="xl:hidden" onSelect={onPerson}>
          <UserRound {...menuIcon} />
          {t("menu.person")}
        </MenuItem>
        <MenuItem onSelect={() => actions.pin(!conversation.pinned)}>
          {conversation.pinned ? <PinOff {...menuIcon} /> : <Pin {...menuIcon} />}
          {conversation.pinned ? t("menu.unpin") : t("menu.pin")}
        </MenuItem>
        {muted ? (
          <MenuItem onSelect={actions.unmute}>
            <Bell {...menuIcon} />
            {t("menu.unmute")}
          </MenuItem>
        ) : (
          <>
            <MenuItem onSelect={() => muteFor(1)}>
              <BellOff {...menuIcon} />
              {t("menu.mute1")}
            </MenuItem>
            <MenuItem onSelect={() => muteFor(8)}>
              <BellOff {...menuIcon} />
              {t("menu.mute8")}
            </MenuItem>
            <MenuItem onSelect={() => actions.mute()}>
              <BellOff {...menuIcon} />
              {t("menu.mute")}
            </MenuItem>
          </>
        )}
        <MenuLine />
        {conversation.blocked ? (
          <MenuItem onSelect={() => actions.block(false).catch((error) => toast.error(errorText(error)))}>
            <Ban {...menuIcon} />
            {t("menu.unblock")}
          </MenuItem>
        ) : (
          <MenuItem danger onSelect={() => setAsking(true)}>
            <Ban {...menuIcon} />
            {t("menu.block")}
          </MenuItem>
        )}
      </Menu>
      {asking && (
        <BlockDialog conversation={conversation} actions={actions} onClose={() => setAsking(false)} />
      )}
    </>
  );
}
