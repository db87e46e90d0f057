import { useQuery } from "@tanstack/react-query";
import { Plus, Webhook } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "@/api/call";
import type { CreateHook, HookSecret } from "@/api/contract.gen";
import { Skeleton } from "@/ui/bits";
import { Button } from "@/ui/button";
import { Page, PageHeader } from "@/ui/page";
import { EmptyState, ErrorState } from "@/ui/states";
import { HookRow } from "./components/hook-row";
import { HookSheet } from "./components/hook-sheet";
import { NewSecret } from "./components/new-secret";
import { hooksQuery, useKeptHook } from "./queries";

/** /staff/webhooks: where events are sent. */
export default function WebhooksPage() {
  const { t } = useTranslation("webhooks");
  const list = useQuery(hooksQuery);
  const kept = useKeptHook();
  const [adding, setAdding] = useState(false);
  // In memory only, and gone with the page: the server does not tell it again.
  const [made, setMade] = useState<HookSecret | null>(null);
  const create = async (wish: CreateHook) => {
    const secret = await call("webhooks.create", { body: wish });
    kept(secret.webhook);
    setMade(secret);
    setAdding(false);
  };
  return (
    <Page>
      <PageHeader
        title={t("title")}
        lead={t("lead")}
        action={
          list.data && (
            <Button onClick={() => setAdding(true)}>
              <Plus size={18} strokeWidth={1.75} aria-hidden />
              {t("add")}
            </Button>
          )
        }
      />
      {made && <NewSecret key={made.secret} made={made} onKept={() => setMade(null)} />}
      {list.isPending ? (
        <div className="flex flex-col gap-3" aria-busy>
          <Skeleton className="h-24" />
          <Skeleton className="h-24" />
        </div>
      ) : !list.data ? (
        <ErrorState error={list.error} onRetry={() => list.refetch()} busy={list.isFetching} />
      ) : list.data.items.length === 0 ? (
        <EmptyState icon={<Webhook strokeWidth={1.75} />} title={t("empty.title")}>
          {t("empty.body")}
        </EmptyState>
      ) : (
        <ul aria-label={t("title")} className="divide-y divide-line border-y border-line">
          {list.data.items.map((hook) => (
            <li key={hook.id}>
              <HookRow hook={hook} />
            </li>
          ))}
        </ul>
      )}
      {adding && list.data && (
        <HookSheet kinds={list.data.kinds} save={create} onClose={() => setAdding(false)} />
      )}
    </Page>
  );
}
