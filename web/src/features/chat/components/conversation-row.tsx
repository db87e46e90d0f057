import { BellOff, Pin } from "lucide-react";
import { useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { NavLink } from "react-router";
import type { Conversation } from "@/api/contract.gen";
import { usePreference, useViewerZone } from "@/lib/preferences";
import { useNow } from "@/lib/use-now";
import { useUser } from "@/lib/use-session";
import { cn } from "@/ui/cn";
import { isMuted } from "../model/conversation";
import { draftsVersion, placeOf, readDraft, subscribeDrafts } from "../model/drafts";
import { shortWhen } from "../model/when";
import { DeliveryMark } from "./marks";
import { PersonAvatar } from "./presence";

/** One line of the list: who, what was said last, when, what is unread. */
export function ConversationRow({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation("chat");
  const [zone] = useViewerZone();
  const [hours] = usePreference("hours");
  const now = useNow(60_000);
  const { with: person, unread, last_message: last } = conversation;
  const muted = isMuted(conversation, now);
  return (
    <NavLink
      to={`/chat/${conversation.id}`}
      className="flex items-center gap-3 rounded-md px-3 py-2.5 hover:bg-hover aria-[current=page]:bg-primary-soft"
    >
      <PersonAvatar person={person} />
      <span className="min-w-0 grow">
        <span className="flex items-baseline gap-2">
          <span className={cn("min-w-0 grow truncate", unread ? "font-semibold" : "font-medium")}>
            {person.name}
          </span>
          {conversation.pinned && (
            <Pin
              size={14}
              strokeWidth={1.75}
              role="img"
              aria-label={t("list.pinned")}
              className="shrink-0 self-center text-ink-3"
            />
          )}
          {muted && (
            <BellOff
              size={14}
              strokeWidth={1.75}
              role="img"
              aria-label={t("list.muted")}
              className="shrink-0 self-center text-ink-3"
            />
          )}
          {last && (
            <time
              dateTime={last.sent_at}
              className={cn(
                "tabular shrink-0 text-xs",
                unread && !muted ? "font-medium text-primary-ink" : "text-ink-3",
              )}
            >
              {shortWhen(last.sent_at, zone, hours, now, t("yesterday"))}
            </time>
          )}
        </span>
        <span className="flex items-center gap-2">
          <LastLine conversation={conversation} />
          {unread > 0 && (
            <span
              className={cn(
                "tabular grid h-5 min-w-5 shrink-0 place-items-center rounded-full px-1.5 text-xs font-semibold",
                muted ? "bg-line text-ink-2" : "bg-primary text-on-primary",
              )}
            >
              <span aria-hidden>{unread > 99 ? "99+" : unread}</span>
              <span className="sr-only">{t("list.unread", { count: unread })}</span>
            </span>
          )}
        </span>
      </span>
    </NavLink>
  );
}

function LastLine({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation("chat");
  const owner = useUser()?.email ?? "";
  useSyncExternalStore(subscribeDrafts, draftsVersion);
  const draft = readDraft(owner, placeOf(conversation.id, null)).text.trim();
  const { last_message: last, unread, with: person } = conversation;
  const line = cn("min-w-0 grow truncate text-sm", unread ? "text-ink" : "text-ink-2");
  if (draft)
    return (
      <span className={line}>
        <span className="font-medium text-primary-ink">{t("list.draft")}</span> {draft}
      </span>
    );
  if (!last) return <span className={line}>{t("list.nothing")}</span>;
  const own = last.sender !== person.account;
  const text = last.deleted ? t("message.deleted") : last.text.replaceAll(/\s+/g, " ") || t("list.file");
  return (
    <span className={cn(line, "flex items-center gap-1")}>
      {own && !last.deleted && (
        <DeliveryMark mark={last.seq <= conversation.their_read_up_to ? "read" : "sent"} />
      )}
      <span className="truncate">{text}</span>
    </span>
  );
}
