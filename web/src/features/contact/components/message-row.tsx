import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { call } from "@/api/call";
import type { ContactMessage } from "@/api/contract.gen";
import { errorText } from "@/lib/error-text";
import { formatRelative } from "@/lib/format";
import { useNow } from "@/lib/use-now";
import { Badge } from "@/ui/bits";
import { Button } from "@/ui/button";
import { toast } from "@/ui/toast";

/** One message with who wrote it, and the mark that somebody has taken care of it. */
export function MessageRow({ message }: { message: ContactMessage }) {
  const { t } = useTranslation("contact");
  const cache = useQueryClient();
  const now = useNow(60_000);
  const mark = useMutation({
    mutationFn: (handled: boolean) =>
      call("contact.markHandled", { params: { message: message.id }, body: { handled } }),
    onError: (error) => toast.error(errorText(error)),
    onSettled: () => cache.invalidateQueries({ queryKey: ["contact"] }),
  });
  return (
    <article
      aria-label={message.name}
      className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3 py-5"
    >
      <div className="min-w-0 grow basis-72">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="font-medium break-words">{message.name}</span>
          <Badge>{t(`topics.${message.topic}`)}</Badge>
          <time dateTime={message.created_at} className="text-sm text-ink-3">
            {formatRelative(message.created_at, now)}
          </time>
        </p>
        <a
          className="link text-sm break-all"
          href={`mailto:${encodeURIComponent(message.email)}`}
          title={t("staff.answer", { name: message.name })}
        >
          {message.email}
        </a>
        <p className="measure mt-2 break-words whitespace-pre-line text-ink-2">{message.text}</p>
        {message.handled_at && (
          <p className="mt-2 text-sm text-ink-3">
            {t("staff.by", {
              name: message.handled_by ?? "",
              when: formatRelative(message.handled_at, now),
            })}
          </p>
        )}
      </div>
      <Button
        variant="secondary"
        size="sm"
        busy={mark.isPending}
        onClick={() => mark.mutate(!message.handled)}
      >
        {t(message.handled ? "staff.unmark" : "staff.mark")}
      </Button>
    </article>
  );
}
