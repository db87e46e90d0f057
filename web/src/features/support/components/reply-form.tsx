import { useQueryClient } from "@tanstack/react-query";
import { ImagePlus } from "lucide-react";
import { type ClipboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "@/api/api-error";
import { call } from "@/api/call";
import type { SupportTicket } from "@/api/contract.gen";
import { newKey } from "@/lib/new-key";
import { imageTypes } from "@/lib/pick-image";
import { useAppForm } from "@/lib/use-app-form";
import { z } from "@/lib/zod";
import { Button } from "@/ui/button";
import { Field, FieldError, Textarea } from "@/ui/field";
import { FileButton } from "@/ui/file-button";
import { PicturePreview } from "@/ui/picture-preview";
import { FormSummary } from "@/ui/states";
import { useReplyPicture } from "../api/use-reply-picture";

const words = z.object({ text: z.string().check(z.trim(), z.minLength(1), z.maxLength(4000)) });
/** A picture may say it all. */
const maybeWords = z.object({ text: z.string().check(z.trim(), z.maxLength(4000)) });

/** Nothing typed or chosen is lost when sending fails, and a repeat is the same reply. */
export function ReplyForm({ ticket, staff }: { ticket: SupportTicket; staff: boolean }) {
  const { t } = useTranslation("support");
  const { t: tUi } = useTranslation("ui", { keyPrefix: "attachment" });
  const cache = useQueryClient();
  const [key, setKey] = useState(newKey);
  const reply = useReplyPicture();
  const { picture, part } = reply;
  const form = useAppForm(picture ? maybeWords : words, { text: "" });

  const send = form.submit(async ({ text }) => {
    const attachment = await reply.send();
    if (attachment === null) return;
    try {
      await call("support.reply", {
        params: { ticket: ticket.id },
        body: { text, client_key: key, ...(attachment !== undefined && { attachment }) },
      });
    } catch (error) {
      if (error instanceof ApiError && error.reason === "chat.attachment_not_found") reply.forget();
      throw error;
    }
    setKey(newKey());
    form.reset({ text: "" });
    reply.clear();
    await cache.invalidateQueries({ queryKey: ["support"] });
  });

  const choose = async (file: File) => {
    await reply.choose(file);
    form.clearErrors("text"); // it may have been missing words only
    form.setFocus("text");
  };
  const paste = (event: ClipboardEvent) => {
    const pasted = [...event.clipboardData.files][0];
    if (!pasted || form.busy) return;
    event.preventDefault();
    void choose(pasted);
  };

  return (
    <form onSubmit={send} noValidate className="mt-6 flex flex-col gap-3">
      <FormSummary problem={form.problem} />
      <Field
        label={t("reply.label")}
        help={staff ? t("reply.staffHelp") : ticket.status === "resolved" ? t("reply.reopens") : undefined}
        error={form.errorOf("text")}
      >
        {/* What is typed while a picture goes up would go away with the rest. */}
        <Textarea rows={5} {...form.register("text")} readOnly={form.busy} onPaste={paste} />
      </Field>
      {picture && (
        <PicturePreview
          file={picture}
          part={part}
          disabled={form.busy && part === null}
          onRemove={part === null ? reply.clear : reply.stop}
        />
      )}
      {reply.problem && (
        <div role="alert">
          <FieldError>{tUi(`problem.${reply.problem}`)}</FieldError>
        </div>
      )}
      <div className="flex flex-wrap items-center gap-2">
        <Button type="submit" busy={form.busy}>
          {t("reply.send")}
        </Button>
        <FileButton accept={imageTypes.join(",")} size="md" disabled={form.busy} onFile={choose}>
          <ImagePlus size={18} strokeWidth={1.75} aria-hidden />
          {t(picture ? "reply.changePicture" : "reply.addPicture")}
        </FileButton>
      </div>
    </form>
  );
}
