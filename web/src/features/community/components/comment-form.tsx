import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "@/api/call";
import { newKey } from "@/lib/new-key";
import { useAppForm } from "@/lib/use-app-form";
import { z } from "@/lib/zod";
import { Button } from "@/ui/button";
import { Field, Textarea } from "@/ui/field";
import { FormSummary } from "@/ui/states";
import { useAskAgain } from "../api/queries";

const schema = z.object({ text: z.string().check(z.trim(), z.minLength(1), z.maxLength(2000)) });

/** Nothing typed is lost when sending fails, and a repeat is the same comment. */
export function CommentForm({
  post,
  replyTo,
  start = "",
  onDone,
}: {
  post: number;
  replyTo?: number;
  start?: string;
  onDone?: () => void;
}) {
  const { t } = useTranslation("community");
  const again = useAskAgain();
  const [key, setKey] = useState(newKey);
  const form = useAppForm(schema, { text: start });
  const send = form.submit(async ({ text }) => {
    await call("community.comment", {
      params: { post },
      body: { text, reply_to: replyTo, client_key: key },
    });
    setKey(newKey());
    form.reset({ text: "" });
    await again();
    onDone?.();
  });
  return (
    <form onSubmit={send} noValidate className="flex flex-col gap-3">
      <FormSummary problem={form.problem} />
      <Field
        label={t(replyTo ? "reply.label" : "comment.label")}
        help={t("comment.help")}
        error={form.errorOf("text")}
      >
        <Textarea rows={3} {...form.register("text")} />
      </Field>
      <div className="flex gap-2">
        <Button type="submit" busy={form.busy}>
          {t(replyTo ? "reply.send" : "comment.send")}
        </Button>
        {onDone && (
          <Button variant="ghost" onClick={onDone}>
            {t("cancel")}
          </Button>
        )}
      </div>
    </form>
  );
}
