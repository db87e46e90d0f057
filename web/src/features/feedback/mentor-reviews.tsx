import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Skeleton } from "@/ui/bits";
import { ErrorState, LoadMore } from "@/ui/states";
import { ReviewView } from "./components/review-view";
import { Summary } from "./components/summary";
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
          <LoadMore list={reviews} label={t("list.more")} />
        </>
      )}
    </section>
  );
}
