import { useTranslation } from "react-i18next";
import type { Review } from "@/api/contract.gen";
import { formatDay } from "@/lib/format";
import { useViewerZone } from "@/lib/preferences";
import { StarRow } from "./star-row";

/** One review with its reply. */
export function ReviewView({ review, mentor }: { review: Review; mentor: string }) {
  const { t } = useTranslation("feedback");
  const [zone] = useViewerZone();
  return (
    <article className="flex flex-col gap-2">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <StarRow stars={review.stars} />
        <span className="font-medium">{review.author}</span>
        <span className="text-sm text-ink-3">
          <time dateTime={review.created_at}>{formatDay(review.created_at, zone)}</time>
          {review.edited && ` · ${t("list.edited")}`}
        </span>
      </p>
      {review.text && <p className="measure whitespace-pre-line break-words">{review.text}</p>}
      {review.reply && (
        <div className="mt-1 border-l-2 border-line pl-4">
          <p className="text-sm font-medium">{t("list.reply", { name: mentor })}</p>
          <p className="measure whitespace-pre-line break-words text-ink-2">{review.reply}</p>
        </div>
      )}
    </article>
  );
}
