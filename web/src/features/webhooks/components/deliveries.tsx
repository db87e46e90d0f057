import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { History } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import type { Hook } from "@/api/contract.gen";
import { Skeleton } from "@/ui/bits";
import { Button } from "@/ui/button";
import { Segments } from "@/ui/segments";
import { EmptyState, ErrorState, LoadMore } from "@/ui/states";
import { newsIn, states } from "../model/delivery";
import { deliveriesQuery, hooksQuery } from "../queries";
import { DeliveryRow } from "./delivery-row";
import { ReplayDialog } from "./replay-dialog";

/** What was sent; ?state=failed: what failed of it. */
export function Deliveries({ hook }: { hook: Hook }) {
  const { t } = useTranslation("webhooks");
  const cache = useQueryClient();
  const [address, setAddress] = useSearchParams();
  const [replaying, setReplaying] = useState(false);
  const wanted = states.find((one) => one === address.get("state"));
  const list = useInfiniteQuery({
    ...deliveriesQuery(hook.id, wanted),
    // What is on its way to this state is not in the list yet.
    refetchInterval: ({ state }) =>
      newsIn(state.data?.pages.flatMap(({ items }) => items) ?? [], new Date()) || (wanted ? 5_000 : false),
  });
  const all = list.data?.pages.flatMap(({ items }) => items) ?? [];
  // What arrived, or failed for good, may have changed the webhook itself.
  const settled = all.filter(({ state }) => state === "delivered" || state === "failed").length;
  useEffect(() => {
    if (settled > 0) void cache.invalidateQueries(hooksQuery);
  }, [settled, cache]);

  return (
    <section aria-labelledby="deliveries" className="mt-10 flex flex-col gap-5">
      <header className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
        <div className="min-w-0 grow basis-72">
          <h2 id="deliveries" className="text-xl">
            {t("deliveries.title")}
          </h2>
          <p className="measure mt-1 text-sm text-ink-2">{t("deliveries.lead")}</p>
        </div>
        {hook.state === "active" ? (
          <Button variant="secondary" onClick={() => setReplaying(true)}>
            <History size={18} strokeWidth={1.75} aria-hidden />
            {t("replay.open")}
          </Button>
        ) : (
          <p className="text-sm text-ink-3">{t("replay.whenActive")}</p>
        )}
      </header>
      <Segments
        label={t("deliveries.filter")}
        name="state"
        value={wanted ?? "all"}
        options={(["all", ...states] as const).map((value) => ({
          value,
          label: value === "all" ? t("deliveries.all") : t(`delivery.state.${value}`),
        }))}
        onChange={(next) =>
          setAddress(next === "all" ? {} : { state: next }, { replace: true, preventScrollReset: true })
        }
      />
      {list.isPending ? (
        <div className="flex flex-col gap-3" aria-busy>
          <Skeleton className="h-16" />
          <Skeleton className="h-16" />
          <Skeleton className="h-16" />
        </div>
      ) : !list.data ? (
        <ErrorState error={list.error} onRetry={() => list.refetch()} busy={list.isFetching} />
      ) : all.length > 0 ? (
        <div>
          <ul aria-labelledby="deliveries" className="divide-y divide-line border-y border-line">
            {all.map((delivery) => (
              <li key={delivery.id}>
                <DeliveryRow delivery={delivery} hook={hook} />
              </li>
            ))}
          </ul>
          <LoadMore list={list} />
        </div>
      ) : wanted ? (
        <p className="py-4 text-ink-2">{t("deliveries.noneOf")}</p>
      ) : (
        <EmptyState title={t("deliveries.empty")}>{t("deliveries.emptyHelp")}</EmptyState>
      )}
      {replaying && <ReplayDialog hook={hook} onClose={() => setReplaying(false)} />}
    </section>
  );
}
