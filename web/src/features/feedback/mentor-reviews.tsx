import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { formatNumber } from "@/lib/format";
import { Skeleton } from "@/ui/bits";
import { ErrorState, LoadMore } from "@/ui/states";
import { ReviewView } from "./components/review-view";
import { reviewsQuery } from "./queries";

/** What students say of a mentor: how the stars are spread, then the words, newest first. */
export function MentorReviews({ mentor, name }: { mentor: string; name: string }) {
  const { t } = useTranslation("feedback");
  const reviews = useInfiniteQuery(reviewsQuery(mentor));
  const first = reviews.data?.pages[0];
  return (
    <section aria-labelledby="reviews">
      <h2 id="reviews" className="text-xl">
        {t("list.title")}
      </h2>
      {reviews.isPending ? (
        <Skeleton className="mt-4 h-32" />
      ) : !first ? (
        <ErrorState error={reviews.error} onRetry={() => reviews.refetch()} busy={reviews.isFetching} />
      ) : first.count === 0 ? (
        <p className="mt-2 text-ink-2">{t("list.none", { name })}</p>
      ) : (
        <>
          <Summary rating={first.rating ?? 0} count={first.count} distribution={first.distribution} />
          <ul className="mt-6 divide-y divide-line border-y border-line">
            {reviews.data?.pages
              .flatMap((page) => page.items)
              .map((review) => (
                <li key={review.id} className="py-5">
                  <ReviewView review={review} mentor={name} />
                </li>
              ))}
          </ul>
          <LoadMore
            more={reviews.hasNextPage}
            busy={reviews.isFetchingNextPage}
            onMore={() => reviews.fetchNextPage()}
            label={t("list.more")}
          />
        </>
      )}
    </section>
  );
}

type SummaryProps = { rating: number; count: number; distribution: number[] };

function Summary({ rating, count, distribution }: SummaryProps) {
  const { t } = useTranslation("feedback");
  return (
    <div className="mt-3 flex flex-wrap items-center gap-x-8 gap-y-4">
      <div className="max-w-56">
        <p className="tabular font-display text-4xl font-semibold">{formatNumber(rating, 1)}</p>
        <p className="text-sm text-ink-2">{t("list.summary", { count })}</p>
      </div>
      <ul className="flex min-w-56 grow flex-col gap-1">
        {[5, 4, 3, 2, 1].map((stars) => {
          const given = distribution[stars - 1] ?? 0;
          const label = t("session.star", { count: stars });
          return (
            <li key={stars} className="flex items-center gap-3 text-sm">
              <span className="w-14 shrink-0 text-ink-2">{label}</span>
              <progress
                className="h-2 grow appearance-none overflow-hidden rounded-full bg-sunken [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-sunken [&::-webkit-progress-value]:bg-accent"
                max={count}
                value={given}
                aria-label={t("list.share", { stars: label, count: given, all: count })}
              />
              <span className="tabular w-8 text-right text-ink-3">{given}</span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
