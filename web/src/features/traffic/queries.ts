import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { call } from "@/api/call";
import type { DeviceKind, TrafficSpan } from "@/api/contract.gen";

/** The numbers before stay while those of another range are on their way. */
export const reportQuery = (range: TrafficSpan) =>
  queryOptions({
    queryKey: ["traffic", "report", range],
    queryFn: ({ signal }) => call("traffic.report", { query: { range } }, signal),
    placeholderData: keepPreviousData,
  });

export const vitalsQuery = (range: TrafficSpan, device: DeviceKind | undefined) =>
  queryOptions({
    queryKey: ["traffic", "vitals", range, device],
    queryFn: ({ signal }) => call("traffic.vitals", { query: { range, device } }, signal),
    placeholderData: keepPreviousData,
  });
