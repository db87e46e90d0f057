import { useQuery } from "@tanstack/react-query";
import { ArrowLeft, BellOff } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Message } from "@/api/contract.gen";
import { useNow } from "@/lib/use-now";
import { useTitle } from "@/lib/use-title";
import { Skeleton } from "@/ui/bits";
import { ErrorState } from "@/ui/states";
import { conversationQuery } from "../api/queries";
import { useConversationActions } from "../api/use-conversation-actions";
import { isMuted } from "../model/conversation";
import { ConnectionBanner } from "./connection-banner";
import { ConversationMenu } from "./conversation-menu";
import { MessagesPane } from "./messages-pane";
import { PersonAvatar, PresenceLine } from "./presence";

type Props = {
  id: number;
  target: number | null;
  onThread: (message: Message) => void;
  onPerson: () => void;
};

/** The middle column. */
export function ConversationPane({ id, target, onThread, onPerson }: Props) {
  const { t } = useTranslation("chat");
  const conversation = useQuery(conversationQuery(id));
  const actions = useConversationActions(id);
  const now = useNow();
  useTitle(conversation.data?.with.name);
  if (!conversation.data)
    return (
      <Frame head={conversation.isPending ? <Skeleton className="h-5 w-40" /> : null}>
        {conversation.isError && (
          <ErrorState
            className="grow justify-center"
            error={conversation.error}
            onRetry={() => conversation.refetch()}
            busy={conversation.isFetching}
          />
        )}
      </Frame>
    );
  const { with: person } = conversation.data;
  return (
    <Frame
      head={
        <>
          <PersonAvatar person={person} size="sm" />
          <button
            type="button"
            onClick={onPerson}
            className="min-w-0 grow rounded-md px-2 text-left xl:pointer-events-none"
          >
            <span className="flex items-center gap-1.5">
              <h1 className="truncate font-sans text-base font-semibold tracking-normal">{person.name}</h1>
              {isMuted(conversation.data, now) && (
                <BellOff
                  size={16}
                  strokeWidth={1.75}
                  role="img"
                  aria-label={t("list.muted")}
                  className="shrink-0 text-ink-3"
                />
              )}
            </span>
            <PresenceLine person={person} className="block truncate leading-tight" />
          </button>
          <ConversationMenu conversation={conversation.data} actions={actions} onPerson={onPerson} />
        </>
      }
    >
      <ConnectionBanner />
      <MessagesPane
        key={id}
        conversation={conversation.data}
        thread={null}
        target={target}
        onThread={onThread}
        intro={<Intro name={person.name} first={conversation.data.last_seq === 0} />}
      />
    </Frame>
  );
}

function Frame({ head, children }: { head: ReactNode; children: ReactNode }) {
  const { t } = useTranslation("chat");
  return (
    <section aria-label={t("conversation")} className="flex min-h-0 min-w-0 grow flex-col">
      <header className="flex h-16 shrink-0 items-center gap-1 border-b border-line px-2 sm:px-4">
        <Link
          to="/chat"
          aria-label={t("back")}
          className="grid size-11 shrink-0 place-items-center rounded-md text-ink-2 hover:bg-hover md:hidden"
        >
          <ArrowLeft size={20} strokeWidth={1.75} aria-hidden />
        </Link>
        {head}
      </header>
      {children}
    </section>
  );
}

/** What stands above the first message of all. */
function Intro({ name, first }: { name: string; first: boolean }) {
  const { t } = useTranslation("chat");
  return (
    <div className="measure mx-auto px-6 py-8 text-center text-sm text-ink-3">
      <p className="font-medium text-ink-2">{t(first ? "intro.first" : "intro.begin", { name })}</p>
      <p className="mt-1">{t("intro.plain")}</p>
    </div>
  );
}
