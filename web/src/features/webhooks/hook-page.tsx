import { useQuery } from "@tanstack/react-query";
import { ArrowLeft, CirclePause, KeyRound, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import type { Hook, HookSecret } from "@/api/contract.gen";
import { formatDateTime, formatDay, formatRelative } from "@/lib/format";
import { usePreference, useViewerZone } from "@/lib/preferences";
import { useNow } from "@/lib/use-now";
import { Badge, Skeleton } from "@/ui/bits";
import { Page, PageHeader } from "@/ui/page";
import { EmptyState, ErrorState, Notice } from "@/ui/states";
import { Deliveries } from "./components/deliveries";
import { HookActions } from "./components/hook-actions";
import { NewSecret } from "./components/new-secret";
import { hookTone, hostOf } from "./model/delivery";
import { hooksQuery } from "./queries";

/** /staff/webhooks/3: one address, how it stands with it, and what was sent there. */
export default function WebhookPage() {
  const { t } = useTranslation("webhooks");
  const id = Number(useParams().webhook);
  const list = useQuery(hooksQuery);
  const hook = list.data?.items.find((one) => one.id === id);
  const [made, setMade] = useState<HookSecret | null>(null);
  return (
    <Page>
      <Link to="/staff/webhooks" className="link mb-4 inline-flex min-h-11 items-center gap-1.5 text-sm">
        <ArrowLeft size={16} strokeWidth={1.75} aria-hidden />
        {t("back")}
      </Link>
      {list.isPending ? (
        <div className="flex flex-col gap-6" aria-busy>
          <Skeleton className="h-10 max-w-md" />
          <Skeleton className="h-40" />
        </div>
      ) : !list.data ? (
        <ErrorState error={list.error} onRetry={() => list.refetch()} busy={list.isFetching} />
      ) : !hook ? (
        <>
          <PageHeader title={t("title")} />
          <EmptyState title={t("missing")} />
        </>
      ) : (
        <>
          <PageHeader
            title={<span className="[overflow-wrap:anywhere]">{hostOf(hook.url)}</span>}
            tabTitle={hostOf(hook.url)}
            lead={
              <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <Badge tone={hookTone[hook.state]}>{t(`state.${hook.state}`)}</Badge>
                <span className="min-w-0 font-mono text-sm [overflow-wrap:anywhere]">{hook.url}</span>
              </span>
            }
          />
          {made && <NewSecret key={made.secret} made={made} onKept={() => setMade(null)} />}
          <div className="flex flex-col gap-6">
            <HowItStands hook={hook} />
            <HookActions hook={hook} kinds={list.data.kinds} onSecret={setMade} />
          </div>
          <Deliveries hook={hook} />
        </>
      )}
    </Page>
  );
}

function HowItStands({ hook }: { hook: Hook }) {
  const { t } = useTranslation("webhooks");
  const [zone] = useViewerZone();
  const [hours] = usePreference("hours");
  const now = useNow(60_000);
  return (
    <>
      {hook.state === "failed" && (
        <Notice tone="warning" icon={<TriangleAlert strokeWidth={1.75} />}>
          {t("why.failed")}
        </Notice>
      )}
      {hook.state === "paused" && (
        <Notice icon={<CirclePause strokeWidth={1.75} />}>{t("why.paused")}</Notice>
      )}
      {hook.old_secret_until && (
        <Notice icon={<KeyRound strokeWidth={1.75} />}>
          {t("oldSecret", { when: formatDateTime(hook.old_secret_until, zone, hours) })}
        </Notice>
      )}
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-2 text-sm">
        <dt className="text-ink-3">{t("tells")}</dt>
        <dd className="font-mono text-xs leading-5.5 [overflow-wrap:anywhere]">{hook.kinds.join(", ")}</dd>
        {hook.note && (
          <>
            <dt className="text-ink-3">{t("note")}</dt>
            <dd className="[overflow-wrap:anywhere]">{hook.note}</dd>
          </>
        )}
        <dt className="text-ink-3">{t("added")}</dt>
        <dd>{formatDay(hook.created_at, zone)}</dd>
        <dt className="text-ink-3">{t("lastArrived")}</dt>
        <dd>{hook.last_success_at ? formatRelative(hook.last_success_at, now) : t("neverArrived")}</dd>
      </dl>
    </>
  );
}
