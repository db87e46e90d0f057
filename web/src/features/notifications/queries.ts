import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { call } from "@/api/call";

const nextId = (page: { next: string | null }) => (page.next === null ? undefined : Number(page.next));

export const listQuery = infiniteQueryOptions({
  queryKey: ["notifications", "list"],
  queryFn: ({ pageParam, signal }) =>
    call("notifications.list", { query: { cursor: pageParam, limit: 20 } }, signal),
  initialPageParam: undefined as number | undefined,
  getNextPageParam: nextId,
  staleTime: 0,
});

/** What a line stands for, itself included. */
export const groupQuery = (id: number) =>
  infiniteQueryOptions({
    queryKey: ["notifications", "group", id],
    queryFn: ({ pageParam, signal }) =>
      call("notifications.group", { params: { id }, query: { cursor: pageParam, limit: 20 } }, signal),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: nextId,
  });

export const settingsQuery = queryOptions({
  queryKey: ["notifications", "settings"],
  queryFn: ({ signal }) => call("notifications.settings", {}, signal),
});

export const pushDevicesQuery = queryOptions({
  queryKey: ["push", "devices"],
  queryFn: ({ signal }) => call("push.devices", {}, signal),
});

export const deliveriesQuery = infiniteQueryOptions({
  queryKey: ["notifications", "deliveries"],
  queryFn: ({ pageParam, signal }) =>
    call("notifications.deliveries", { query: { cursor: pageParam } }, signal),
  initialPageParam: undefined as number | undefined,
  getNextPageParam: nextId,
});
