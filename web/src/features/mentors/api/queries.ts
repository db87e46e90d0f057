import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { call } from "@/api/call";
import type { MentorSearch } from "@/api/contract.gen";

const pageSize = 12;

export const mentorsQuery = (search: MentorSearch) =>
  infiniteQueryOptions({
    queryKey: ["mentors", "search", search],
    queryFn: ({ pageParam, signal }) =>
      call("mentors.search", { query: { ...search, cursor: pageParam, limit: pageSize } }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });

/** The few who are free first: for the home page. */
export const soonestMentorsQuery = (limit: number) =>
  queryOptions({
    queryKey: ["mentors", "soonest", limit],
    queryFn: ({ signal }) => call("mentors.search", { query: { sort: "next_free", limit } }, signal),
  });

export const facetsQuery = (search: MentorSearch) =>
  queryOptions({
    queryKey: ["mentors", "facets", search],
    queryFn: ({ signal }) => call("mentors.facets", { query: { ...search, sort: undefined } }, signal),
    placeholderData: keepPreviousData,
  });

export const mentorQuery = (mentor: string) =>
  queryOptions({
    queryKey: ["mentors", "one", mentor],
    queryFn: ({ signal }) => call("mentors.get", { params: { mentor } }, signal),
  });

export const pendingMentorsQuery = infiniteQueryOptions({
  queryKey: ["mentors", "pending"],
  queryFn: ({ pageParam, signal }) =>
    call("mentors.pending", { query: { cursor: pageParam, limit: 20 } }, signal),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next ?? undefined,
});
