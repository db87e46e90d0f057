import { infiniteQueryOptions, keepPreviousData, queryOptions, useQueryClient } from "@tanstack/react-query";
import { call } from "@/api/call";
import type { Hook, HookDelivery, HookDeliveryState } from "@/api/contract.gen";

export const hooksQuery = queryOptions({
  queryKey: ["webhooks", "list"],
  queryFn: ({ signal }) => call("webhooks.list", {}, signal),
});

const deliveriesOf = (webhook: number) => ["webhooks", "deliveries", webhook] as const;

/** Of all, or of one state. */
export const deliveriesQuery = (webhook: number, state?: HookDeliveryState) =>
  infiniteQueryOptions({
    queryKey: [...deliveriesOf(webhook), state],
    queryFn: ({ pageParam, signal }) =>
      call("webhooks.deliveries", { params: { webhook }, query: { cursor: pageParam, state } }, signal),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (page) => (page.next === null ? undefined : Number(page.next)),
  });

/** Asked anew whenever the list says that there is news of it; what was known stays meanwhile. */
export const deliveryQuery = ({ id, state, attempts }: HookDelivery) =>
  queryOptions({
    queryKey: ["webhooks", "delivery", id, state, attempts],
    queryFn: ({ signal }) => call("webhooks.delivery", { params: { delivery: id } }, signal),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });

/** Puts what the server answered of one webhook into the list of all. */
export function useKeptHook() {
  const cache = useQueryClient();
  return (hook: Hook) => {
    cache.setQueryData(hooksQuery.queryKey, (list) => {
      if (!list) return list;
      const known = list.items.some(({ id }) => id === hook.id);
      const items = known
        ? list.items.map((one) => (one.id === hook.id ? hook : one))
        : [...list.items, hook];
      return { ...list, items };
    });
  };
}

export function useDeliveriesAgain(webhook: number) {
  const cache = useQueryClient();
  return () => cache.invalidateQueries({ queryKey: deliveriesOf(webhook) });
}
