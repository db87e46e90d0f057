import { useInfiniteQuery } from "@tanstack/react-query";
import { LifeBuoy, Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/ui/button";
import { Page, PageHeader } from "@/ui/page";
import { EmptyState } from "@/ui/states";
import { ticketsQuery, useSupportNews } from "./api/queries";
import { NewTicketDialog } from "./components/new-ticket-dialog";
import { TicketList } from "./components/ticket-list";

/** /support: what the viewer asked the team, and the way to ask. */
export default function SupportPage() {
  const { t } = useTranslation("support");
  const list = useInfiniteQuery(ticketsQuery);
  const [asking, setAsking] = useState(false);
  useSupportNews();
  const ask = (
    <Button onClick={() => setAsking(true)}>
      <Plus size={18} strokeWidth={1.75} aria-hidden />
      {t("ask")}
    </Button>
  );
  const nothing = list.data?.pages[0]?.items.length === 0;
  return (
    <Page width="form">
      <PageHeader title={t("title")} lead={t("lead")} action={nothing ? undefined : ask} />
      <TicketList
        list={list}
        staff={false}
        label={t("title")}
        empty={
          <EmptyState icon={<LifeBuoy strokeWidth={1.75} />} title={t("empty")} action={ask}>
            {t("emptyBody")}
          </EmptyState>
        }
      />
      {asking && <NewTicketDialog onClose={() => setAsking(false)} />}
    </Page>
  );
}
