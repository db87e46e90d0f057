import { useInfiniteQuery } from "@tanstack/react-query";
import { BellRing, Mail } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { DeliveryState, NoticeDelivery } from "@/api/contract.gen";
import { formatRelative } from "@/lib/format";
import { useNow } from "@/lib/use-now";
import { Badge, Skeleton, type Tone } from "@/ui/bits";
import { ErrorState, LoadMore } from "@/ui/states";
import { deliveriesQuery } from "./queries";

const tones: Record<DeliveryState, Tone> = {
  queued: "primary",
  sent: "success",
  failed: "danger",
  skipped: "neutral",
};

/** The last mails and pushes to this person, and what came of each. */
export function Deliveries() {
  const { t } = useTranslation("notifications");
  const list = useInfiniteQuery(deliveriesQuery);
  if (list.isPending) return <Skeleton className="h-40" />;
  if (!list.data)
    return <ErrorState error={list.error} onRetry={() => list.refetch()} busy={list.isFetching} />;
  const items = list.data.pages.flatMap((page) => page.items);
  return (
    <section aria-labelledby="deliveries-title" className="flex flex-col gap-3">
      <div>
        <h3 id="deliveries-title" className="font-medium">
          {t("deliveries.title")}
        </h3>
        <p className="text-sm text-ink-3">{t("deliveries.lead")}</p>
      </div>
      {items.length === 0 ? (
        <p className="text-sm text-ink-2">{t("deliveries.empty")}</p>
      ) : (
        <ul className="divide-y divide-line border-y border-line">
          {items.map((item) => (
            <li key={item.id}>
              <Row item={item} />
            </li>
          ))}
        </ul>
      )}
      <LoadMore list={list} />
    </section>
  );
}

function Row({ item }: { item: NoticeDelivery }) {
  const { t } = useTranslation("notifications");
  const now = useNow(60_000);
  const Icon = item.channel === "mail" ? Mail : BellRing;
  return (
    <div className="flex gap-3 py-3 text-sm">
      <Icon size={18} strokeWidth={1.75} aria-hidden className="mt-0.5 shrink-0 text-ink-3" />
      <div className="min-w-0 grow">
        <p className="font-medium break-words">{item.title}</p>
        <p className="break-words text-ink-3">
          {t(`deliveries.channel.${item.channel}`, { target: item.target })} ·{" "}
          <time dateTime={item.changed_at}>{formatRelative(item.changed_at, now)}</time>
        </p>
        {item.reason !== "none" && <p className="text-ink-2">{t(`deliveries.reason.${item.reason}`)}</p>}
      </div>
      <Badge tone={tones[item.state]} className="shrink-0">
        {t(`deliveries.state.${item.state}`)}
      </Badge>
    </div>
  );
}
