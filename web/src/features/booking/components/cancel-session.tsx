import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "@/api/call";
import { type Booking, limits } from "@/api/contract.gen";
import { errorText } from "@/lib/error-text";
import { formatDateTime, formatMoney } from "@/lib/format";
import { usePreference, useViewerZone } from "@/lib/preferences";
import { Button } from "@/ui/button";
import { ConfirmDialog } from "@/ui/dialog";
import { Field, Textarea } from "@/ui/field";
import { toast } from "@/ui/toast";
import { bookingQuery, type Side } from "../api/queries";
import { consequenceOf } from "../model/refund";
import { otherIn } from "../model/side";

/** Says what cancelling means for the money before it is done. */
export function CancelSession({ booking, side }: { booking: Booking; side: Side }) {
  const { t } = useTranslation("booking");
  const cache = useQueryClient();
  const [zone] = useViewerZone();
  const [hours] = usePreference("hours");
  const [asking, setAsking] = useState(false);
  const [note, setNote] = useState("");
  const other = otherIn(booking, side);

  const consequence = consequenceOf(booking, side, new Date());
  const values = {
    name: other.name,
    price: formatMoney(booking.price),
    until: booking.refund_free_until ? formatDateTime(booking.refund_free_until, zone, hours) : "",
  };
  return (
    <>
      <Button variant="danger-ghost" onClick={() => setAsking(true)}>
        {booking.state === "held" ? t("cancel.giveBack") : t("cancel.open")}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t("cancel.title")}
        confirm={t("cancel.confirm")}
        cancel={t("cancel.keep")}
        danger
        errorText={errorText}
        onConfirm={async () => {
          const done = await call("booking.cancel", {
            params: { booking: booking.id },
            body: note.trim() ? { note: note.trim() } : {},
          });
          cache.setQueryData(bookingQuery(booking.id).queryKey, done);
          void cache.invalidateQueries({ queryKey: ["booking"] });
          void cache.invalidateQueries({ queryKey: ["payments"] });
          toast(t("cancel.done"));
        }}
      >
        <p>
          {t(consequence === "full_refund" ? `cancel.full_refund_${side}` : `cancel.${consequence}`, values)}
        </p>
        {booking.state === "confirmed" && (
          <Field label={t("cancel.note", values)} optional>
            <Textarea
              rows={3}
              value={note}
              maxLength={limits.CancelBooking.note.max}
              onChange={(event) => setNote(event.target.value)}
            />
          </Field>
        )}
      </ConfirmDialog>
    </>
  );
}
