import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { call } from "@/api/call";

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
