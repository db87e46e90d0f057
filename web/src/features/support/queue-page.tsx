import { useInfiniteQuery } from "@tanstack/react-query";
import { Inbox } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { Switch } from "@/ui/choices";
import { Page, PageHeader } from "@/ui/page";
import { EmptyState } from "@/ui/states";
import { Tabs } from "@/ui/tabs";
import { queueQuery, useSupportNews } from "./api/queries";
import { TicketList } from "./components/ticket-list";
import { statuses } from "./model/ticket";

/** /staff/support?status=waiting&mine=1: what waits for the staff, longest first. */
export default function QueuePage() {
  const { t } = useTranslation("support");
  const [address, setAddress] = useSearchParams();
  const status = statuses.find((one) => one === address.get("status")) ?? "open";
  const mine = address.get("mine") === "1";
  const list = useInfiniteQuery(queueQuery(status, mine));
  useSupportNews();
  const show = (next: string, own: boolean) =>
    setAddress({ ...(next !== "open" && { status: next }), ...(own && { mine: "1" }) }, { replace: true });
  const content = (
    <TicketList
      list={list}
      staff
      label={t("queue.title")}
      empty={<EmptyState icon={<Inbox strokeWidth={1.75} />} title={t("queue.empty")} />}
    />
  );
  return (
    <Page>
      <PageHeader
        title={t("queue.title")}
        lead={t("queue.lead")}
        action={<Switch label={t("queue.mine")} checked={mine} onChange={(on) => show(status, on)} />}
      />
      <Tabs
        label={t("queue.title")}
        value={status}
        onChange={(next) => show(next, mine)}
        tabs={statuses.map((value) => ({ value, label: t(`staffStatus.${value}`), content }))}
      />
    </Page>
  );
}
