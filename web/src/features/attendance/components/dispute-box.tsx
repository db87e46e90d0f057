import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "@/api/call";
import { type Attendance, type Booking, limits } from "@/api/contract.gen";
import { errorText } from "@/lib/error-text";
import { formatDateTime } from "@/lib/format";
import { usePreference, useViewerZone } from "@/lib/preferences";
import { useUser } from "@/lib/use-session";
import { Button } from "@/ui/button";
import { ConfirmDialog } from "@/ui/dialog";
import { Field, Textarea } from "@/ui/field";
import { Notice } from "@/ui/states";
import { toast } from "@/ui/toast";
import { attendanceQuery } from "../queries";

type Props = { booking: Booking; attendance: Attendance; name: string };

/** To object to how a session was settled, and what became of it. */
export function DisputeBox({ booking, attendance, name }: Props) {
  const { t } = useTranslation("attendance");
  const [zone] = useViewerZone();
  const [hours] = usePreference("hours");
  const user = useUser();
  const { dispute, dispute_until: until } = attendance;
  if (dispute) {
    const mine = dispute.by === (user?.student_id === booking.student.id ? "student" : "mentor");
    const who = dispute.by === null ? "byStaff" : mine ? "byMe" : "byOther";
    return (
      <Notice tone={dispute.outcome ? "primary" : "warning"}>
        <p>
          {t(`dispute.${who}`, { name, date: formatDateTime(dispute.opened_at, zone, hours) })}{" "}
          {dispute.outcome ? t(`dispute.outcome.${dispute.outcome}`) : t("dispute.waiting")}
        </p>
        {dispute.text && <p className="mt-2 whitespace-pre-line break-words">{dispute.text}</p>}
        {dispute.note && <p className="mt-2 whitespace-pre-line break-words">{dispute.note}</p>}
      </Notice>
    );
  }
  if (!until) return null;
  return (
    <div className="flex flex-col items-start gap-2">
      <p className="text-sm text-ink-2">
        {t("dispute.until", { until: formatDateTime(until, zone, hours) })}
      </p>
      <Ask booking={booking.id} name={name} />
    </div>
  );
}

function Ask({ booking, name }: { booking: number; name: string }) {
  const { t } = useTranslation("attendance");
  const cache = useQueryClient();
  const [asking, setAsking] = useState(false);
  const [text, setText] = useState("");
  return (
    <>
      <Button variant="secondary" onClick={() => setAsking(true)}>
        {t("dispute.open")}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t("dispute.title")}
        confirm={t("dispute.send")}
        errorText={errorText}
        onConfirm={async () => {
          const body = { text: text.trim() };
          const done = await call("attendance.dispute", { params: { booking }, body });
          cache.setQueryData(attendanceQuery(booking).queryKey, done);
          toast(t("dispute.sent"));
        }}
      >
        <p>{t("dispute.lead", { name })}</p>
        <Field label={t("dispute.label")}>
          <Textarea
            rows={4}
            value={text}
            maxLength={limits.OpenDispute.text.max}
            onChange={(event) => setText(event.target.value)}
          />
        </Field>
      </ConfirmDialog>
    </>
  );
}
