import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "@/api/call";
import type { SupportTicket } from "@/api/contract.gen";
import { newKey } from "@/lib/new-key";
import { useAppForm } from "@/lib/use-app-form";
import { z } from "@/lib/zod";
import { Button } from "@/ui/button";
import { Field, Textarea } from "@/ui/field";
import { FormSummary } from "@/ui/states";

const schema = z.object({ text: z.string().check(z.trim(), z.minLength(1), z.maxLength(4000)) });

/** Nothing typed is lost when sending fails, and a repeat is the same reply. */
export function ReplyForm({ ticket, staff }: { ticket: SupportTicket; staff: boolean }) {
  const { t } = useTranslation("support");
  const cache = useQueryClient();
  const [key, setKey] = useState(newKey);
  const form = useAppForm(schema, { text: "" });
  const send = form.submit(async ({ text }) => {
    await call("support.reply", { params: { ticket: ticket.id }, body: { text, client_key: key } });
    setKey(newKey());
    form.reset({ text: "" });
    await cache.invalidateQueries({ queryKey: ["support"] });
  });
  return (
    <form onSubmit={send} noValidate className="mt-6 flex flex-col gap-3">
      <FormSummary problem={form.problem} />
      <Field
        label={t("reply.label")}
        help={staff ? t("reply.staffHelp") : ticket.status === "resolved" ? t("reply.reopens") : undefined}
        error={form.errorOf("text")}
      >
        <Textarea rows={5} {...form.register("text")} />
      </Field>
      <div>
        <Button type="submit" busy={form.busy}>
          {t("reply.send")}
        </Button>
      </div>
    </form>
  );
}
