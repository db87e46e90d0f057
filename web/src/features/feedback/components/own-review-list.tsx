import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Review } from "@/api/contract.gen";
import { Skeleton } from "@/ui/bits";
import { Button } from "@/ui/button";
import { EmptyState, ErrorState, LoadMore } from "@/ui/states";
import { type OwnFilter, ownReviewsQuery } from "../queries";
import { Reply } from "./review-forms";
import { ReviewView } from "./review-view";

export function OwnReviewList({ filter }: { filter: OwnFilter }) {
  const { t } = useTranslation("feedback");
  const list = useInfiniteQuery(ownReviewsQuery(filter));
  if (list.isPending) return <Skeleton className="h-64 rounded-lg" />;
  if (!list.data)
    return <ErrorState error={list.error} onRetry={() => list.refetch()} busy={list.isFetching} />;
  const reviews = list.data.pages.flatMap((page) => page.items);
  if (reviews.length === 0) return <EmptyState title={t("own.noneFound")} />;
  return (
    <>
      <ul aria-label={t("own.reviews")} className="divide-y divide-line border-y border-line">
        {reviews.map((review) => (
          <li key={review.id} className="py-5">
            <OwnReview review={review} />
          </li>
        ))}
      </ul>
      <LoadMore list={list} label={t("list.more")} />
    </>
  );
}

function OwnReview({ review }: { review: Review }) {
  const { t } = useTranslation("feedback");
  const [replying, setReplying] = useState(false);
  const open = replying && review.reply === "";
  return (
    <div className="flex flex-col gap-3">
      <ReviewView review={review} mentor={t("own.you")} />
      {open && <Reply booking={review.id} />}
      <p className="flex flex-wrap items-center gap-x-4 gap-y-2 text-sm">
        {review.reply === "" && !open && (
          <Button
            variant="secondary"
            size="sm"
            aria-label={t("own.replyTo", { author: review.author })}
            onClick={() => setReplying(true)}
          >
            {t("own.reply")}
          </Button>
        )}
        <Link to={`/sessions/${review.id}`} className="link">
          {t("own.session")}
        </Link>
      </p>
    </div>
  );
}
