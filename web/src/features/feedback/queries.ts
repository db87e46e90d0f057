import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { call } from "@/api/call";
import type { QuoteState } from "@/api/contract.gen";

/** Below "booking", so that whatever happens to a session renews it. */
export const feedbackQuery = (booking: number) =>
  queryOptions({
    queryKey: ["booking", "feedback", booking],
    queryFn: ({ signal }) => call("feedback.get", { params: { booking } }, signal),
  });

export const reviewsQuery = (mentor: string) =>
  infiniteQueryOptions({
    queryKey: ["mentors", "reviews", mentor],
    queryFn: ({ pageParam, signal }) =>
      call("feedback.ofMentor", { params: { mentor }, query: { cursor: pageParam } }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });

/** What the home page shows. */
export const testimonialsQuery = queryOptions({
  queryKey: ["testimonials", "shown"],
  queryFn: ({ signal }) => call("feedback.testimonials", {}, signal),
});

export const offeredQuery = (state: QuoteState) =>
  infiniteQueryOptions({
    queryKey: ["testimonials", "offered", state],
    queryFn: ({ pageParam, signal }) =>
      call("feedback.offered", { query: { state, cursor: pageParam } }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });

export type OwnFilter = { stars?: number; unanswered?: boolean };

/** Below "booking" as well: a new review or reply is told as a change of its session. */
export const ownReviewsQuery = (filter: OwnFilter) =>
  infiniteQueryOptions({
    queryKey: ["booking", "ownFeedback", "list", filter],
    queryFn: ({ pageParam, signal }) =>
      call("feedback.own", { query: { ...filter, cursor: pageParam } }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });

export const statisticsQuery = queryOptions({
  queryKey: ["booking", "ownFeedback", "statistics"],
  queryFn: ({ signal }) => call("feedback.statistics", {}, signal),
});
