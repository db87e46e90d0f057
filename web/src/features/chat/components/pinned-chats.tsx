import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { conversationsQuery } from "../api/queries";
import { ConversationRow } from "./conversation-row";

/** The conversations somebody pinned, for a page elsewhere; nothing when there are none. */
export function PinnedChats() {
  const { t } = useTranslation("chat");
  const list = useInfiniteQuery(conversationsQuery("inbox"));
  // The server puts them on the first page, before all others.
  const pinned = list.data?.pages[0]?.items.filter((one) => one.pinned) ?? [];
  if (pinned.length === 0) return null;
  return (
    <section aria-labelledby="pinned">
      <h2 id="pinned" className="mb-3 text-xl">
        {t("pinned.title")}
      </h2>
      <ul aria-labelledby="pinned" className="grid gap-2 sm:grid-cols-2 lg:grid-cols-3">
        {pinned.map((conversation) => (
          <li key={conversation.id} className="rounded-lg border border-line bg-surface p-1">
            <ConversationRow conversation={conversation} />
          </li>
        ))}
      </ul>
    </section>
  );
}
