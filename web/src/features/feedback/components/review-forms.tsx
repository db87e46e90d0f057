import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { call } from "@/api/call";
import { limits, type Review } from "@/api/contract.gen";
import { fieldText } from "@/lib/error-text";
import { useAppForm } from "@/lib/use-app-form";
import { z } from "@/lib/zod";
import { Button } from "@/ui/button";
import { Checkbox } from "@/ui/choices";
import { Field, Textarea } from "@/ui/field";
import { FormSummary } from "@/ui/states";
import { toast } from "@/ui/toast";
import { feedbackQuery } from "../queries";
import { StarInput } from "./star-row";

const reviewSchema = z.object({
  stars: z.number().check(z.minimum(1), z.maximum(5)),
  text: z.string().check(z.trim(), z.maxLength(limits.WriteReview.text.max)),
  may_quote: z.boolean(),
});

type WriteProps = {
  booking: number;
  name: string;
  review: Review | null;
  mayQuote?: boolean;
  onDone?: () => void;
};

export function WriteReview({ booking, name, review, mayQuote = false, onDone }: WriteProps) {
  const { t } = useTranslation("feedback");
  const cache = useQueryClient();
  const form = useAppForm(reviewSchema, {
    stars: review?.stars ?? 0,
    text: review?.text ?? "",
    may_quote: mayQuote,
  });
  const save = form.submit(async (body) => {
    const done = await call("feedback.write", { params: { booking }, body });
    cache.setQueryData(feedbackQuery(booking).queryKey, done);
    void cache.invalidateQueries({ queryKey: ["mentors"] });
    toast(t("session.sent"));
    onDone?.();
  });
  return (
    <form onSubmit={save} noValidate className="flex flex-col gap-4">
      <FormSummary problem={form.problem} />
      <StarInput
        legend={t("session.stars")}
        value={form.watch("stars")}
        error={form.errorOf("stars") ? fieldText("required") : undefined}
        onChange={(stars) => form.setValue("stars", stars, { shouldValidate: true })}
      />
      <Field
        label={t("session.text")}
        help={t("session.textHelp", { name })}
        error={form.errorOf("text")}
        optional
      >
        <Textarea {...form.register("text")} />
      </Field>
      <Checkbox
        label={t("session.mayQuote")}
        help={t("session.mayQuoteHelp")}
        {...form.register("may_quote")}
      />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" busy={form.busy}>
          {t(review ? "session.save" : "session.send")}
        </Button>
        {onDone && (
          <Button variant="secondary" onClick={onDone}>
            {t("session.keep")}
          </Button>
        )}
      </div>
    </form>
  );
}

const replySchema = z.object({
  text: z.string().check(z.trim(), z.minLength(1), z.maxLength(limits.ReplyToReview.text.max)),
});

export function Reply({ booking }: { booking: number }) {
  const { t } = useTranslation("feedback");
  const cache = useQueryClient();
  const form = useAppForm(replySchema, { text: "" });
  const save = form.submit(async (body) => {
    const done = await call("feedback.reply", { params: { booking }, body });
    cache.setQueryData(feedbackQuery(booking).queryKey, done);
    void cache.invalidateQueries({ queryKey: ["booking", "ownFeedback"] });
    toast(t("session.replied"));
  });
  return (
    <form onSubmit={save} noValidate className="flex flex-col gap-3">
      <FormSummary problem={form.problem} />
      <Field label={t("session.reply")} help={t("session.replyHelp")} error={form.errorOf("text")}>
        <Textarea rows={3} {...form.register("text")} />
      </Field>
      <Button type="submit" busy={form.busy} className="self-start">
        {t("session.sendReply")}
      </Button>
    </form>
  );
}
