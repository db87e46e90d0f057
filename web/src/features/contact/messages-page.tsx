import { useInfiniteQuery } from "@tanstack/react-query";
import { Inbox } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { Skeleton } from "@/ui/bits";
import { Page, PageHeader } from "@/ui/page";
import { EmptyState, ErrorState, LoadMore } from "@/ui/states";
import { Tabs } from "@/ui/tabs";
import { messagesQuery } from "./api/queries";
import { MessageRow } from "./components/message-row";

/** /staff/contact?handled=1: what visitors wrote, newest first. */
export default function MessagesPage() {
  const { t } = useTranslation("contact");
  const [address, setAddress] = useSearchParams();
  const handled = address.get("handled") === "1";
  const content = <Messages handled={handled} />;
  return (
    <Page>
      <PageHeader title={t("staff.title")} lead={t("staff.lead")} />
      <Tabs
        label={t("staff.title")}
        value={handled ? "handled" : "open"}
        onChange={(next) => setAddress(next === "handled" ? { handled: "1" } : {}, { replace: true })}
        tabs={(["open", "handled"] as const).map((value) => ({ value, label: t(`staff.${value}`), content }))}
      />
    </Page>
  );
}

function Messages({ handled }: { handled: boolean }) {
  const { t } = useTranslation("contact");
  const list = useInfiniteQuery(messagesQuery(handled));
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  if (list.isPending)
    return (
      <div className="flex flex-col gap-3">
        <Skeleton className="h-28" />
        <Skeleton className="h-28" />
        <Skeleton className="h-28" />
      </div>
    );
  if (!list.data)
    return <ErrorState error={list.error} onRetry={() => list.refetch()} busy={list.isFetching} />;
  if (items.length === 0)
    return (
      <EmptyState
        icon={<Inbox strokeWidth={1.75} />}
        title={t(handled ? "staff.emptyHandled" : "staff.emptyOpen")}
      />
    );
  return (
    <>
      <ul aria-label={t("staff.title")} className="divide-y divide-line border-y border-line">
        {items.map((message) => (
          <li key={message.id}>
            <MessageRow message={message} />
          </li>
        ))}
      </ul>
      <LoadMore list={list} />
    </>
  );
}
