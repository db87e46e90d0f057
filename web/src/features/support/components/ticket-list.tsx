import type { UseInfiniteQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { Tickets } from "@/api/contract.gen";
import { Skeleton } from "@/ui/bits";
import { ErrorState, LoadMore } from "@/ui/states";
import { TicketRow } from "./ticket-row";

type Props = {
  list: UseInfiniteQueryResult<{ pages: Tickets[] }>;
  staff: boolean;
  label: string;
  empty: ReactNode;
};

export function TicketList({ list, staff, label, empty }: Props) {
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  if (list.isPending)
    return (
      <div className="flex flex-col gap-3">
        <Skeleton className="h-20" />
        <Skeleton className="h-20" />
        <Skeleton className="h-20" />
      </div>
    );
  if (!list.data)
    return <ErrorState error={list.error} onRetry={() => list.refetch()} busy={list.isFetching} />;
  if (items.length === 0) return empty;
  return (
    <>
      <ul aria-label={label} className="divide-y divide-line border-y border-line">
        {items.map((ticket) => (
          <li key={ticket.id}>
            <TicketRow ticket={ticket} staff={staff} />
          </li>
        ))}
      </ul>
      <LoadMore list={list} />
    </>
  );
}
