import { useQueryClient } from "@tanstack/react-query";
import {
  lazy,
  type ReactNode,
  Suspense,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import { useTranslation } from "react-i18next";
import type { Conversation, Message, Quote } from "@/api/contract.gen";
import { errorText } from "@/lib/error-text";
import { useFileDrop } from "@/lib/use-file-drop";
import { useUser } from "@/lib/use-session";
import { Skeleton } from "@/ui/bits";
import { DropHere } from "@/ui/drop-area";
import { ErrorState } from "@/ui/states";
import { toast } from "@/ui/toast";
import { outboxOf, useUnsent } from "../api/outbox";
import { useConversationActions } from "../api/use-conversation-actions";
import { isWatched } from "../api/use-mark-read";
import { useTheyType } from "../api/use-typing";
import { viewOf } from "../api/views";
import { isChangeable, isRequest } from "../model/conversation";
import { placeOf, readDraft } from "../model/drafts";
import { Announcer } from "./announcer";
import { ClosedBar, RequestBar } from "./below";
import { Composer } from "./composer";
import { MessageList } from "./message-list";
import { type Asked, isOwn, OpenConversationProvider, type Talk, TalkProvider } from "./talk";

/** Fetched when one is asked for. */
const TalkDialogs = lazy(() => import("./talk-dialogs"));

type Props = {
  conversation: Conversation;
  thread: number | null;
  /** The number of a message to show. */
  target: number | null;
  onThread: (message: Message) => void;
  intro: ReactNode;
};

/** Messages and composer, of a conversation or of a thread beside it. Keyed by what it shows. */
export function MessagesPane({ conversation, thread, target, onThread, intro }: Props) {
  const { t } = useTranslation("chat");
  const cache = useQueryClient();
  const owner = useUser()?.email ?? "";
  const outbox = outboxOf(cache);
  const actions = useConversationActions(conversation.id);
  const [view] = useState(() => viewOf(conversation.id, thread));
  const state = useSyncExternalStore(view.subscribe, view.snapshot);
  const unsent = useUnsent(outbox, conversation.id, thread);
  const typing = useTheyType(conversation.id, conversation.with.account) && thread === null;

  const [quote, setQuote] = useState<Quote | null>(
    () => readDraft(owner, placeOf(conversation.id, thread)).quote,
  );
  const [editing, setEditing] = useState<Message | null>(null);
  const [asked, setAsked] = useState<Asked | null>(null);
  const [sent, setSent] = useState(0);
  const [wanted, setWanted] = useState<{ seq: number; count: number } | null>(null);
  const unread = useUnreadLine(conversation, thread);
  const [dropped, setDropped] = useState<File | null>(null);
  const drop = useFileDrop(setDropped);

  // Where to begin. A conversation that was shown before is there at once, and is looked at again.
  const begin = useRef({ target, conversation });
  useEffect(() => {
    const { target: seq, conversation: now } = begin.current;
    const far = now.last_seq - now.read_up_to > 40;
    if (seq !== null) return;
    if (view.snapshot().status === "ready") void view.refresh();
    else void view.open(thread === null && now.unread > 0 && far ? now.read_up_to + 1 : undefined);
  }, [view, thread]);

  const jumpTo = useMemo(
    () => (seq: number) => {
      setWanted((before) => ({ seq, count: (before?.count ?? 0) + 1 }));
      if (!view.snapshot().timeline.items.some((message) => message.seq === seq)) void view.open(seq);
    },
    [view],
  );
  useEffect(() => {
    if (target !== null) jumpTo(target);
  }, [target, jumpTo]);

  const { with: other, can_send: canSend } = conversation;
  const talk = useMemo<Talk>(
    () => ({
      other,
      canSend,
      thread,
      outbox,
      react: actions.react,
      openThread: onThread,
      ask: setAsked,
      jumpTo,
      edit: (message) => {
        setQuote(null);
        setEditing(message);
      },
      reply: (message) => {
        setEditing(null);
        setQuote({
          id: message.id,
          sender: message.sender,
          text: message.text.slice(0, 160) || t("list.file"),
        });
      },
    }),
    [other, canSend, thread, outbox, actions, onThread, jumpTo, t],
  );

  const edited = async (text: string | null) => {
    const message = editing;
    if (text === null || !message || text === message.text) return setEditing(null);
    try {
      await actions.edit(message, text);
      setEditing(null);
    } catch (error) {
      toast.error(errorText(error));
    }
  };
  const editLast = () => {
    const last = state.timeline.items.findLast((message) => isOwn(message, other));
    if (last?.text && isChangeable(last, new Date())) setEditing(last);
  };

  if (state.status === "failed")
    return <ErrorState className="grow justify-center" error={state.error} onRetry={() => view.open()} />;
  return (
    <OpenConversationProvider value={conversation}>
      <TalkProvider value={talk}>
        <div {...drop.handlers} className="relative flex min-h-0 grow flex-col">
          {state.status === "loading" ? (
            <Loading />
          ) : (
            <MessageList
              view={view}
              state={state}
              unsent={unsent}
              unreadAfter={unread.after}
              target={wanted}
              sent={sent}
              typing={typing}
              intro={intro}
            />
          )}
          {isRequest(conversation) && !conversation.blocked ? (
            <RequestBar conversation={conversation} actions={actions} />
          ) : !conversation.can_send ? (
            <ClosedBar conversation={conversation} actions={actions} />
          ) : (
            <Composer
              quote={quote}
              onQuote={setQuote}
              editing={editing}
              onEdited={edited}
              onEditLast={editLast}
              dropped={dropped}
              onSend={async (what) => {
                await outbox?.add({ conversation: conversation.id, thread, ...what });
                unread.clear();
                setSent((count) => count + 1);
              }}
            />
          )}
          {drop.over && conversation.can_send && <DropHere className="inset-3">{t("file.drop")}</DropHere>}
          {thread === null && <Announcer conversation={conversation} />}
          {asked && (
            <Suspense fallback={null}>
              <TalkDialogs asked={asked} actions={actions} onClose={() => setAsked(null)} />
            </Suspense>
          )}
        </div>
      </TalkProvider>
    </OpenConversationProvider>
  );
}

/** The line for unread ones stands where the cursor was when somebody came, or came back. */
function useUnreadLine({ unread, read_up_to }: Conversation, thread: number | null) {
  const [after, setAfter] = useState(thread === null && unread > 0 ? read_up_to : null);
  const before = useRef(unread);
  useEffect(() => {
    if (before.current === 0 && unread > 0 && thread === null && !isWatched()) setAfter(read_up_to);
    before.current = unread;
  }, [unread, read_up_to, thread]);
  return { after, clear: () => setAfter(null) };
}

function Loading() {
  return (
    <div
      aria-hidden
      className="flex min-h-0 grow flex-col justify-end gap-3 overflow-hidden px-4 pb-4 sm:px-6"
    >
      <Skeleton className="h-11 w-2/5 rounded-lg" />
      <Skeleton className="h-16 w-3/5 rounded-lg" />
      <Skeleton className="h-11 w-1/3 self-end rounded-lg" />
      <Skeleton className="h-24 w-1/2 rounded-lg" />
      <Skeleton className="h-11 w-2/5 self-end rounded-lg" />
    </div>
  );
}
