import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Message, ReportReason } from "@/api/contract.gen";
import { errorText } from "@/lib/error-text";
import { formatDateTime } from "@/lib/format";
import { usePreference, useViewerZone } from "@/lib/preferences";
import { Skeleton } from "@/ui/bits";
import { RadioCards } from "@/ui/choices";
import { ConfirmDialog, Dialog } from "@/ui/dialog";
import { Field, Textarea } from "@/ui/field";
import { Lightbox } from "@/ui/lightbox";
import { ErrorState } from "@/ui/states";
import { toast } from "@/ui/toast";
import { editsQuery } from "../api/queries";
import type { ConversationActions } from "../api/use-conversation-actions";
import { MessageSheet } from "./message-actions";
import type { Asked } from "./talk";

type Props = { asked: Asked; actions: ConversationActions; onClose: () => void };

/** Whatever a message asked for, one at a time. */
export default function TalkDialogs({ asked, actions, onClose }: Props) {
  switch (asked.kind) {
    case "image":
      return <Lightbox attachment={asked.attachment} by={asked.by} onClose={onClose} />;
    case "menu":
      return <MessageSheet message={asked.message} onClose={onClose} />;
    case "delete":
      return <DeleteDialog message={asked.message} actions={actions} onClose={onClose} />;
    case "report":
      return <ReportDialog message={asked.message} actions={actions} onClose={onClose} />;
    case "edits":
      return <EditsDialog message={asked.message} onClose={onClose} />;
  }
}

type About = { message: Message; actions: ConversationActions; onClose: () => void };

function DeleteDialog({ message, actions, onClose }: About) {
  const { t } = useTranslation("chat");
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t("delete.title")}
      confirm={t("delete.confirm")}
      danger
      errorText={errorText}
      onConfirm={() => actions.remove(message)}
    >
      <p>{t("delete.body")}</p>
    </ConfirmDialog>
  );
}

const reasons: ReportReason[] = ["spam", "abuse", "off_platform_payment", "unsafe", "other"];

function ReportDialog({ message, actions, onClose }: About) {
  const { t } = useTranslation("chat");
  const [reason, setReason] = useState<ReportReason>("spam");
  const [note, setNote] = useState("");
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t("report.title")}
      confirm={t("report.confirm")}
      errorText={errorText}
      onConfirm={async () => {
        await actions.report(message, reason, note);
        toast(t("report.done"));
      }}
    >
      <p>{t("report.body")}</p>
      <RadioCards
        legend={t("report.reason")}
        quietLegend
        name="reason"
        value={reason}
        onChange={setReason}
        options={reasons.map((value) => ({ value, label: t(`report.${value}`) }))}
      />
      <Field label={t("report.note")} optional>
        <Textarea value={note} rows={3} maxLength={1000} onChange={(event) => setNote(event.target.value)} />
      </Field>
    </ConfirmDialog>
  );
}

/** What a message said before it was changed. */
function EditsDialog({ message, onClose }: { message: Message; onClose: () => void }) {
  const { t } = useTranslation("chat");
  const [zone] = useViewerZone();
  const [hours] = usePreference("hours");
  const edits = useQuery(editsQuery(message.id));
  return (
    <Dialog open onOpenChange={onClose} title={t("edits.title")} description={t("edits.body")}>
      <div className="pb-4">
        {edits.isPending ? (
          <Skeleton className="h-16" />
        ) : !edits.data ? (
          <ErrorState error={edits.error} onRetry={() => edits.refetch()} />
        ) : (
          <ol className="divide-y divide-line">
            {edits.data.items.map((edit) => (
              <li key={edit.at} className="py-3">
                <p className="tabular text-xs text-ink-3">
                  {t("edits.until", { when: formatDateTime(edit.at, zone, hours) })}
                </p>
                <p className="mt-1 break-words whitespace-pre-wrap">{edit.text}</p>
              </li>
            ))}
            <li className="py-3">
              <p className="text-xs text-ink-3">{t("edits.now")}</p>
              <p className="mt-1 break-words whitespace-pre-wrap">{message.text}</p>
            </li>
          </ol>
        )}
      </div>
    </Dialog>
  );
}
