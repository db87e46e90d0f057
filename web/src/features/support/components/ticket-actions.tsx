import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "@/api/call";
import type { Priority, Status, SupportTicket } from "@/api/contract.gen";
import { errorText } from "@/lib/error-text";
import { Button } from "@/ui/button";
import { ConfirmDialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Select } from "@/ui/select";
import { toast } from "@/ui/toast";
import { ticketQuery } from "../api/queries";
import { priorities, statuses } from "../model/ticket";

/** Keeps what the server answered, and has the lists asked for again. */
function useKept() {
  const cache = useQueryClient();
  return (ticket: SupportTicket) => {
    cache.setQueryData(ticketQuery(ticket.id).queryKey, ticket);
    void cache.invalidateQueries({ queryKey: ["support", "tickets"] });
    void cache.invalidateQueries({ queryKey: ["support", "queue"] });
  };
}

/** Who asked may end it; for good, so they are asked first. */
export function CloseTicket({ ticket }: { ticket: SupportTicket }) {
  const { t } = useTranslation("support");
  const [asking, setAsking] = useState(false);
  const kept = useKept();
  return (
    <>
      <Button variant="secondary" size="sm" onClick={() => setAsking(true)}>
        {t("close.open")}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t("close.title")}
        confirm={t("close.confirm")}
        onConfirm={() =>
          call("support.setStatus", { params: { ticket: ticket.id }, body: { status: "closed" } }).then(kept)
        }
        errorText={errorText}
      >
        {t("close.body")}
      </ConfirmDialog>
    </>
  );
}

/** For the staff: who has it, how urgent it is, where it stands. */
export function StaffActions({ ticket }: { ticket: SupportTicket }) {
  const { t } = useTranslation("support");
  const kept = useKept();
  const onError = (error: unknown) => toast.error(errorText(error));
  const params = { ticket: ticket.id };
  const assign = useMutation({
    mutationFn: (body: { take?: boolean; priority?: Priority }) => call("support.assign", { params, body }),
    onSuccess: kept,
    onError,
  });
  const setStatus = useMutation({
    mutationFn: (status: Status) => call("support.setStatus", { params, body: { status } }),
    onSuccess: kept,
    onError,
  });
  const taken = ticket.assignee !== null;
  return (
    <section
      aria-label={t("staff.label")}
      className="mb-6 flex flex-wrap items-end gap-4 rounded-lg border border-line bg-surface p-4"
    >
      <div className="min-w-40 grow">
        <p className="text-sm text-ink-3">{t("staff.assignee")}</p>
        <p className="font-medium">{ticket.assignee?.name ?? t("staff.nobody")}</p>
      </div>
      <Field label={t("staff.priority")}>
        <Select
          value={ticket.priority}
          disabled={assign.isPending}
          onChange={(event) => assign.mutate({ priority: event.target.value as Priority })}
        >
          {priorities.map((one) => (
            <option key={one} value={one}>
              {t(`priority.${one}`)}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={t("staff.status")}>
        <Select
          value={ticket.status}
          disabled={setStatus.isPending}
          onChange={(event) => setStatus.mutate(event.target.value as Status)}
        >
          {statuses.map((one) => (
            <option key={one} value={one}>
              {t(`staffStatus.${one}`)}
            </option>
          ))}
        </Select>
      </Field>
      <Button
        variant={taken ? "secondary" : "primary"}
        busy={assign.isPending}
        onClick={() => assign.mutate({ take: !taken })}
      >
        {t(taken ? "staff.giveBack" : "staff.take")}
      </Button>
    </section>
  );
}
