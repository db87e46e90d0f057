import { useInfiniteQuery } from "@tanstack/react-query";
import { SearchX } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Found } from "@/api/contract.gen";
import { usePreference, useViewerZone } from "@/lib/preferences";
import { useNow } from "@/lib/use-now";
import { Avatar, Skeleton } from "@/ui/bits";
import { EmptyState, ErrorState, LoadMore } from "@/ui/states";
import { searchQuery } from "../api/queries";
import { excerptOf } from "../model/excerpt";
import { shortWhen } from "../model/when";

/** Own messages that hold the words; each leads to its place in the conversation. */
export function SearchResults({ q, onChosen }: { q: string; onChosen: () => void }) {
  const { t } = useTranslation("chat");
  const found = useInfiniteQuery(searchQuery(q));
  if (found.isPending)
    return (
      <div aria-hidden className="flex flex-col gap-4 px-3 py-2">
        <Skeleton className="h-12" />
        <Skeleton className="h-12" />
      </div>
    );
  if (!found.data)
    return <ErrorState error={found.error} onRetry={() => found.refetch()} busy={found.isFetching} />;
  const items = found.data.pages.flatMap((page) => page.items);
  return (
    <>
      <p role="status" className="px-3 py-2 text-sm text-ink-3">
        {items.length === 0
          ? ""
          : t("search.found", { count: items.length, more: found.hasNextPage ? "+" : "" })}
      </p>
      {items.length === 0 ? (
        <EmptyState icon={<SearchX strokeWidth={1.75} />} title={t("search.none", { q })}>
          {t("search.noneBody")}
        </EmptyState>
      ) : (
        <ul>
          {items.map((one) => (
            <li key={one.message.id}>
              <Hit found={one} q={q} onChosen={onChosen} />
            </li>
          ))}
        </ul>
      )}
      <LoadMore list={found} />
    </>
  );
}

function Hit({ found, q, onChosen }: { found: Found; q: string; onChosen: () => void }) {
  const { t } = useTranslation("chat");
  const [zone] = useViewerZone();
  const [hours] = usePreference("hours");
  const now = useNow(60_000);
  const { message, with: person } = found;
  const thread = message.thread === null ? "" : `&thread=${message.thread}`;
  const own = message.sender !== person.account;
  return (
    <Link
      to={`/chat/${message.conversation}?message=${message.seq}${thread}`}
      onClick={onChosen}
      className="flex gap-3 rounded-md px-3 py-2.5 hover:bg-hover"
    >
      <Avatar name={person.name} photo={person.photo} size="sm" />
      <span className="min-w-0 grow">
        <span className="flex items-baseline gap-2">
          <span className="min-w-0 grow truncate text-sm font-medium">{person.name}</span>
          <time dateTime={message.sent_at} className="tabular shrink-0 text-xs text-ink-3">
            {shortWhen(message.sent_at, zone, hours, now, t("yesterday"))}
          </time>
        </span>
        <span className="line-clamp-2 text-sm break-words text-ink-2">
          {own && `${t("you")}: `}
          {excerptOf(message.text, q).map((part, index) => {
            // Parts have no other identity, and never move.
            const key = index;
            return part.hit ? (
              <mark key={key} className="rounded-sm bg-accent-soft px-0.5 text-accent-ink">
                {part.text}
              </mark>
            ) : (
              <span key={key}>{part.text}</span>
            );
          })}
        </span>
      </span>
    </Link>
  );
}
