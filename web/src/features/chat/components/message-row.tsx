import { MessagesSquare, MoreHorizontal } from "lucide-react";
import { memo, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Message, Quote, ThreadState } from "@/api/contract.gen";
import { formatTime } from "@/lib/format";
import { usePreference, useViewerZone } from "@/lib/preferences";
import { AttachmentView } from "@/ui/attachment";
import { cn } from "@/ui/cn";
import { DeliveryMark, type Mark } from "./marks";
import { MessageToolbar } from "./message-actions";
import { MessageText } from "./message-text";
import { Reactions } from "./reactions";
import { isOwn, useTalk } from "./talk";

type Props = {
  rowKey: string;
  message: Message;
  starts: boolean;
  ends: boolean;
  mark: Mark | null;
  thread: ThreadState | undefined;
  /** The mouse or the focus is on it. */
  active: boolean;
  lit: boolean;
};

/** One message: the bubble, what was put on it, and, at the end of a breath, when it was and how far it came. */
export const MessageRow = memo(function MessageRow(props: Props) {
  const { rowKey, message, starts, ends, mark, thread, active, lit } = props;
  const { t } = useTranslation("chat");
  const talk = useTalk();
  const [zone] = useViewerZone();
  const [hours] = usePreference("hours");
  const own = isOwn(message, talk.other);
  const time = formatTime(message.sent_at, zone, hours);
  const name = own ? t("you") : talk.other.name;
  return (
    <article
      data-row={rowKey}
      data-message={message.id}
      data-seq={message.seq}
      aria-label={t("message.label", { name, time })}
      tabIndex={-1}
      className={cn(
        "group relative flex scroll-my-4 px-4 outline-none sm:px-6",
        starts ? "pt-3" : "pt-0.5",
        own && "justify-end",
      )}
    >
      <div className={cn("flex max-w-[min(85%,34rem)] min-w-0 flex-col", own ? "items-end" : "items-start")}>
        <div className="relative max-w-full">
          {active && !message.deleted && (
            <div className={cn("absolute -top-7 z-10 pointer-coarse:hidden", own ? "right-0" : "left-0")}>
              <MessageToolbar message={message} />
            </div>
          )}
          <Bubble own={own} starts={starts} ends={ends} lit={lit} bare={message.deleted}>
            {message.deleted ? (
              <p className="text-sm text-ink-3 italic">{t("message.deleted")}</p>
            ) : (
              <>
                {message.reply_to && <Quoted quote={message.reply_to} />}
                {message.attachment && (
                  <AttachmentView
                    attachment={message.attachment}
                    onOpen={() =>
                      message.attachment &&
                      talk.ask({
                        kind: "image",
                        attachment: message.attachment,
                        by: t("message.label", { name, time }),
                      })
                    }
                  />
                )}
                {message.text && <MessageText text={message.text} />}
              </>
            )}
          </Bubble>
          {!message.deleted && (
            <button
              type="button"
              tabIndex={-1}
              onClick={() => talk.ask({ kind: "menu", message })}
              className="sr-only"
            >
              <MoreHorizontal aria-hidden />
              {t("action.for", { name, time })}
            </button>
          )}
        </div>
        {!message.deleted && (
          <Reactions
            message={message}
            other={talk.other}
            onReact={(sign, on) => talk.react(message, sign, on)}
          />
        )}
        {message.replies > 0 && talk.thread === null && (
          <ThreadLink
            message={message}
            unread={thread?.unread ?? 0}
            onOpen={() => talk.openThread(message)}
          />
        )}
        {(ends || message.edited_at !== null) && (
          <p className="tabular mt-1 flex items-center gap-1 px-1 text-xs text-ink-3">
            {message.edited_at !== null && !message.deleted && (
              <button
                type="button"
                className="hover:underline"
                onClick={() => talk.ask({ kind: "edits", message })}
              >
                {t("message.edited")}
              </button>
            )}
            {ends && <time dateTime={message.sent_at}>{time}</time>}
            {ends && mark && <DeliveryMark mark={mark} />}
          </p>
        )}
      </div>
    </article>
  );
});

export function Bubble({
  own,
  starts,
  ends,
  lit,
  bare,
  children,
}: {
  own: boolean;
  starts: boolean;
  ends: boolean;
  lit?: boolean;
  bare?: boolean;
  children: ReactNode;
}) {
  return (
    <div
      className={cn(
        "min-w-12 rounded-lg px-3.5 py-2 text-base transition-shadow",
        bare ? "border border-line border-dashed" : own ? "bg-bubble" : "border border-line bg-surface",
        own ? !starts && "rounded-tr-sm" : !starts && "rounded-tl-sm",
        own ? !ends && "rounded-br-sm" : !ends && "rounded-bl-sm",
        lit && "ring-2 ring-accent",
      )}
    >
      {children}
    </div>
  );
}

export function Quoted({ quote }: { quote: Quote }) {
  const { t } = useTranslation("chat");
  const { other } = useTalk();
  const own = quote.sender !== other.account;
  return (
    <blockquote className="mb-1.5 border-l-2 border-primary pl-2.5 text-sm">
      <p className="font-medium text-primary-ink">{own ? t("you") : other.name}</p>
      <p className="line-clamp-2 break-words text-ink-2">{quote.text || t("message.deleted")}</p>
    </blockquote>
  );
}

function ThreadLink({ message, unread, onOpen }: { message: Message; unread: number; onOpen: () => void }) {
  const { t } = useTranslation("chat");
  return (
    <button
      type="button"
      onClick={onOpen}
      className="mt-1 inline-flex min-h-7 items-center gap-1.5 rounded-full px-2 text-sm font-medium text-primary-ink hover:bg-hover pointer-coarse:min-h-11"
    >
      <MessagesSquare size={16} strokeWidth={1.75} aria-hidden />
      {t("thread.replies", { count: message.replies })}
      {unread > 0 && (
        <span className="tabular rounded-full bg-primary px-1.5 text-xs font-semibold text-on-primary">
          {t("thread.unread", { count: unread })}
        </span>
      )}
    </button>
  );
}
