import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { SupportTicket } from "@/api/contract.gen";
import { formatRelative } from "@/lib/format";
import { useNow } from "@/lib/use-now";
import { Badge } from "@/ui/bits";
import { toneOf } from "../model/ticket";

/** One line of a list of tickets; for the staff with who asks, and who has taken it. */
export function TicketRow({ ticket, staff }: { ticket: SupportTicket; staff: boolean }) {
  const { t } = useTranslation("support");
  const now = useNow(60_000);
  const { last_message: last, unread } = ticket;
  return (
    <div className="relative flex flex-wrap items-start justify-between gap-x-4 gap-y-2 py-4 hover:bg-hover sm:px-3">
      <div className="min-w-0 grow basis-64">
        <p className={unread ? "font-semibold" : "font-medium"}>
          <Link to={`/support/${ticket.id}`} className="after:absolute after:inset-0">
            {ticket.subject}
          </Link>
          {unread > 0 && (
            <span className="tabular ml-2 rounded-full bg-primary px-1.5 py-0.5 text-xs font-semibold text-on-primary">
              {t("unread", { count: unread })}
            </span>
          )}
        </p>
        {last && (
          <p className="truncate text-sm text-ink-2">
            {last.deleted ? t("deleted") : last.text.replaceAll(/\s+/g, " ") || t("picture")}
          </p>
        )}
        <p className="mt-0.5 text-sm text-ink-3">
          {t("number", { id: ticket.id })} · {t(`category.${ticket.category}`)} ·{" "}
          {staff ? `${ticket.from.name} · ` : ""}
          <time dateTime={ticket.updated_at}>{formatRelative(ticket.updated_at, now)}</time>
        </p>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        {staff && ticket.priority !== "normal" && (
          <Badge tone={ticket.priority === "high" ? "danger" : "neutral"}>
            {t(`priority.${ticket.priority}`)}
          </Badge>
        )}
        {staff && ticket.assignee && <Badge>{ticket.assignee.name}</Badge>}
        <Badge tone={toneOf(ticket.status, staff)}>
          {t(staff ? `staffStatus.${ticket.status}` : `status.${ticket.status}`)}
        </Badge>
      </div>
    </div>
  );
}
