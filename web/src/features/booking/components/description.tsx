import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "@/api/call";
import { type Booking, limits } from "@/api/contract.gen";
import { useAppForm } from "@/lib/use-app-form";
import { z } from "@/lib/zod";
import { Button } from "@/ui/button";
import { Field, Input, Textarea } from "@/ui/field";
import { FormSummary } from "@/ui/states";
import { toast } from "@/ui/toast";
import { bookingQuery, type Side } from "../api/queries";

/** Topic and note; the student may change them until the session is over. */
export function Description({ booking, side }: { booking: Booking; side: Side }) {
  const { t } = useTranslation("booking");
  const [editing, setEditing] = useState(false);
  const open = booking.state === "held" || booking.state === "confirmed";
  if (editing) return <Edit booking={booking} onDone={() => setEditing(false)} />;
  return (
    <div className="flex flex-col items-start gap-2">
      {booking.topic && <p className="font-medium">{booking.topic}</p>}
      {booking.note && <p className="measure whitespace-pre-line break-words text-ink-2">{booking.note}</p>}
      {!booking.topic && !booking.note && <p className="text-ink-2">{t("session.noTopic")}</p>}
      {side === "student" && open && (
        <Button variant="secondary" size="sm" onClick={() => setEditing(true)}>
          {t("session.edit")}
        </Button>
      )}
    </div>
  );
}

const schema = z.object({
  topic: z.string().check(z.trim(), z.maxLength(limits.Hold.topic.max)),
  note: z.string().check(z.trim(), z.maxLength(limits.Hold.note.max)),
});

function Edit({ booking, onDone }: { booking: Booking; onDone: () => void }) {
  const { t } = useTranslation("booking");
  const cache = useQueryClient();
  const form = useAppForm(schema, { topic: booking.topic, note: booking.note });
  const save = form.submit(async (body) => {
    const saved = await call("booking.describe", { params: { booking: booking.id }, body });
    cache.setQueryData(bookingQuery(booking.id).queryKey, saved);
    void cache.invalidateQueries({ queryKey: ["booking", "list"] });
    toast(t("session.saved", { name: booking.mentor.name }));
    onDone();
  });
  return (
    <form onSubmit={save} noValidate className="flex flex-col gap-4">
      <FormSummary problem={form.problem} />
      <Field label={t("session.topicLabel")} error={form.errorOf("topic")} optional>
        <Input {...form.register("topic")} />
      </Field>
      <Field
        label={t("session.noteLabel", { name: booking.mentor.name })}
        error={form.errorOf("note")}
        optional
      >
        <Textarea {...form.register("note")} />
      </Field>
      <div className="flex gap-2">
        <Button type="submit" busy={form.busy}>
          {t("session.save")}
        </Button>
        <Button variant="secondary" onClick={onDone}>
          {t("session.keep")}
        </Button>
      </div>
    </form>
  );
}
