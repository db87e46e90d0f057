import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "@/api/call";
import type { Message, SupportTicket } from "@/api/contract.gen";
import { formatDateTime } from "@/lib/format";
import { usePreference, useViewerZone } from "@/lib/preferences";
import { AttachmentView } from "@/ui/attachment";
import { Avatar, Skeleton } from "@/ui/bits";
import { Lightbox } from "@/ui/lightbox";
import { LinkedText } from "@/ui/linked-text";
import { ErrorState, LoadMore } from "@/ui/states";
import { wordsQuery } from "../api/queries";
import { speakerOf } from "../model/ticket";

/** What was said, oldest first. Whoever looks at it has read it. */
export function TicketLog({ ticket, staff }: { ticket: SupportTicket; staff: boolean }) {
  const { t } = useTranslation("support");
  const words = useInfiniteQuery(wordsQuery(ticket.conversation));
  const newest = words.data?.pages[0]?.items.at(-1)?.seq ?? 0;
  useEffect(() => {
    if (newest > 0)
      call("chat.markRead", { params: { conversation: ticket.conversation }, body: { up_to: newest } }).catch(
        () => {}, // it stays unread, and the next look tries again
      );
  }, [ticket.conversation, newest]);

  if (words.isPending)
    return (
      <div className="flex flex-col gap-3">
        <Skeleton className="h-28" />
        <Skeleton className="h-20" />
      </div>
    );
  if (!words.data)
    return <ErrorState error={words.error} onRetry={() => words.refetch()} busy={words.isFetching} />;
  const items = words.data.pages.toReversed().flatMap((page) => page.items);
  return (
    <>
      <LoadMore list={words} label={t("earlier")} />
      <ol aria-label={t("log")} className="divide-y divide-line border-y border-line">
        {items.map((message) => (
          <li key={message.id}>
            <Words message={message} ticket={ticket} staff={staff} />
          </li>
        ))}
      </ol>
    </>
  );
}

function Words({ message, ticket, staff }: { message: Message; ticket: SupportTicket; staff: boolean }) {
  const { t } = useTranslation("support");
  const [zone] = useViewerZone();
  const [hours] = usePreference("hours");
  const [open, setOpen] = useState(false);
  const speaker = speakerOf(message, ticket);
  const asker = speaker.kind === "asker";
  const name = speaker.name ?? t("team");
  const shown = asker && !staff ? t("you") : name;
  const when = formatDateTime(message.sent_at, zone, hours);
  const { attachment } = message;
  return (
    <article className="flex gap-3 py-5">
      <Avatar name={name} size="sm" />
      <div className="min-w-0 grow">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <span className="font-medium">{shown}</span>
          {!asker && speaker.name !== null && <span className="text-sm text-ink-3">{t("ofTheTeam")}</span>}
          <time dateTime={message.sent_at} className="tabular text-sm text-ink-3">
            {when}
          </time>
        </p>
        {message.deleted ? (
          <p className="mt-1 text-ink-3 italic">{t("deleted")}</p>
        ) : (
          <>
            {message.text && (
              <p className="mt-1 break-words whitespace-pre-wrap [overflow-wrap:anywhere]">
                <LinkedText text={message.text} />
              </p>
            )}
            {attachment && (
              <div className="mt-2">
                <AttachmentView attachment={attachment} onOpen={() => setOpen(true)} />
              </div>
            )}
            {attachment && open && (
              <Lightbox
                attachment={attachment}
                by={t("pictureBy", { name: shown, when })}
                onClose={() => setOpen(false)}
              />
            )}
          </>
        )}
      </div>
    </article>
  );
}
