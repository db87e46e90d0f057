import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { call } from "@/api/call";
import type { MentorReportQuery } from "@/api/contract.gen";

/** The numbers before stay while those of another range are on their way. */
export const reportQuery = (query: MentorReportQuery) =>
  queryOptions({
    queryKey: ["analytics", "report", query],
    queryFn: ({ signal }) => call("analytics.report", { query }, signal),
    placeholderData: keepPreviousData,
  });

export const reliabilityQuery = (mentor: string) =>
  queryOptions({
    queryKey: ["mentors", "reliability", mentor],
    queryFn: ({ signal }) => call("analytics.reliability", { params: { mentor } }, signal),
    staleTime: 10 * 60_000,
  });
