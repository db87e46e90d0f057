import { useTranslation } from "react-i18next";
import type { Message } from "@/api/contract.gen";
import { daysAway, formatLongDay } from "@/lib/format";
import type { Row } from "../model/rows";
import type { ViewState } from "../model/view";
import type { Mark } from "./marks";
import { MessageRow } from "./message-row";
import { isOwn, useOpenConversation } from "./talk";
import { UnsentRow } from "./unsent-row";

type LineProps = { row: Row; zone: string; state: ViewState; active: boolean; lit: boolean };

/** Whatever stands in a conversation. */
export function Line({ row, zone, state, active, lit }: LineProps) {
  const { t } = useTranslation("chat");
  const conversation = useOpenConversation();
  switch (row.kind) {
    case "day":
      return (
        <p
          data-row={row.key}
          className="flex items-center gap-3 px-4 pt-5 pb-1 text-xs font-medium text-ink-3 sm:px-6"
        >
          <span className="h-px grow bg-line" />
          <DayName at={row.at} zone={zone} />
          <span className="h-px grow bg-line" />
        </p>
      );
    case "unread":
      return (
        <p
          data-row={row.key}
          className="flex items-center gap-3 px-4 pt-4 pb-1 text-xs font-semibold text-primary-ink sm:px-6"
        >
          <span className="h-px grow bg-primary" />
          {t("log.unread")}
          <span className="h-px grow bg-primary" />
        </p>
      );
    case "unsent":
      return <UnsentRow unsent={row.unsent} starts={row.starts} ends={row.ends} />;
    case "message":
      return (
        <MessageRow
          rowKey={row.key}
          message={row.message}
          starts={row.starts}
          ends={row.ends}
          mark={markOf(row.message)}
          thread={state.threads.get(row.message.id)}
          active={active}
          lit={lit}
        />
      );
  }

  function markOf(message: Message): Mark | null {
    if (!isOwn(message, conversation.with) || message.deleted) return null;
    return message.seq <= conversation.their_read_up_to ? "read" : "sent";
  }
}

function DayName({ at, zone }: { at: string; zone: string }) {
  const { t } = useTranslation("chat");
  const days = daysAway(at, zone);
  return days === 0 ? t("today") : days === -1 ? t("yesterday") : formatLongDay(at, zone);
}
