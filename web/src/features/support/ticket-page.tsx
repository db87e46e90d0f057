import { useQuery } from "@tanstack/react-query";
import { ArrowLeft } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { useUser } from "@/lib/use-session";
import { Badge, Skeleton } from "@/ui/bits";
import { Page, PageHeader } from "@/ui/page";
import { ErrorState, Notice } from "@/ui/states";
import { ticketQuery, useSupportNews } from "./api/queries";
import { ReplyForm } from "./components/reply-form";
import { CloseTicket, StaffActions } from "./components/ticket-actions";
import { TicketLog } from "./components/ticket-log";
import { toneOf } from "./model/ticket";

/** /support/12: one request, for who asked and for the staff. */
export default function TicketPage() {
  const { t } = useTranslation("support");
  const id = Number(useParams().ticket);
  const staff = useUser()?.roles.includes("staff") ?? false;
  const query = useQuery({ ...ticketQuery(id), enabled: Number.isSafeInteger(id) && id > 0 });
  useSupportNews();
  const ticket = query.data;
  const back = (
    <Link
      to={staff ? "/staff/support" : "/support"}
      className="link mb-4 inline-flex min-h-11 items-center gap-1.5 text-sm"
    >
      <ArrowLeft size={16} strokeWidth={1.75} aria-hidden />
      {t(staff ? "ticket.backToQueue" : "ticket.back")}
    </Link>
  );
  if (!ticket)
    return (
      <Page width="form">
        {back}
        {query.isFetching ? (
          <Skeleton className="h-40" />
        ) : (
          <ErrorState
            error={query.error}
            kept={query.error ? undefined : t("ticket.missing")}
            onRetry={() => query.refetch()}
          />
        )}
      </Page>
    );
  return (
    <Page width="form">
      {back}
      <PageHeader
        title={ticket.subject}
        lead={
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <Badge tone={toneOf(ticket.status, staff)}>
              {t(staff ? `staffStatus.${ticket.status}` : `status.${ticket.status}`)}
            </Badge>
            <span>
              {t("number", { id: ticket.id })} · {t(`category.${ticket.category}`)}
              {staff && ` · ${t("ticket.from", { name: ticket.from.name })}`}
            </span>
          </span>
        }
        action={!staff && ticket.status !== "closed" ? <CloseTicket ticket={ticket} /> : undefined}
      />
      {staff && <StaffActions ticket={ticket} />}
      <TicketLog ticket={ticket} staff={staff} />
      {ticket.status === "closed" ? (
        <div className="mt-6">
          <Notice>{t("ticket.closed")}</Notice>
        </div>
      ) : (
        <ReplyForm ticket={ticket} staff={staff} />
      )}
    </Page>
  );
}
