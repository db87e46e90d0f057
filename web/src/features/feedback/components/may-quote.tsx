import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { call } from "@/api/call";
import type { Review } from "@/api/contract.gen";
import { errorText } from "@/lib/error-text";
import { Switch } from "@/ui/choices";
import { toast } from "@/ui/toast";
import { feedbackQuery } from "../queries";

/** What one agreed to can be taken back at any time, also when the words are fixed. */
export function MayQuote({ booking, review, on }: { booking: number; review: Review; on: boolean }) {
  const { t } = useTranslation("feedback");
  const cache = useQueryClient();
  const change = useMutation({
    mutationFn: (may_quote: boolean) =>
      call("feedback.write", {
        params: { booking },
        body: { stars: review.stars, text: review.text, may_quote },
      }),
    onSuccess: (done) => cache.setQueryData(feedbackQuery(booking).queryKey, done),
    onError: (error) => toast.error(errorText(error)),
  });
  return (
    <Switch
      label={t("session.mayQuote")}
      checked={on}
      disabled={change.isPending}
      onChange={(wanted) => change.mutate(wanted)}
    />
  );
}
