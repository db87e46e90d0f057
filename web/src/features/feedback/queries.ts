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
