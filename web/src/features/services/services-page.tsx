import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Package, Pencil, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "@/api/call";
import type { Service } from "@/api/contract.gen";
import { errorText } from "@/lib/error-text";
import { formatMinutes, formatMoney } from "@/lib/format";
import { Badge, Skeleton } from "@/ui/bits";
import { Button, IconButton } from "@/ui/button";
import { Switch } from "@/ui/choices";
import { ConfirmDialog } from "@/ui/dialog";
import { Page, PageHeader } from "@/ui/page";
import { EmptyState, ErrorState } from "@/ui/states";
import { toast } from "@/ui/toast";
import { ServiceSheet } from "./components/service-sheet";
import { servicesKey } from "./queries";

/** What a mentor offers. The open sheet is "new" or the service being changed. */
export default function ServicesPage() {
  const { t } = useTranslation("services");
  const list = useQuery({
    queryKey: servicesKey,
    queryFn: ({ signal }) => call("mentors.services", {}, signal),
  });
  const [sheet, setSheet] = useState<Service | "new" | null>(null);
  const [deleting, setDeleting] = useState<Service | null>(null);
  const cache = useQueryClient();
  const services = list.data?.items ?? [];
  const add = (
    <Button onClick={() => setSheet("new")}>
      <Plus size={18} strokeWidth={1.75} aria-hidden />
      {t("add")}
    </Button>
  );
  return (
    <Page>
      <PageHeader title={t("title")} lead={t("lead")} action={services.length > 0 && add} />
      {list.isPending ? (
        <div className="flex flex-col gap-3">
          <Skeleton className="h-24" />
          <Skeleton className="h-24" />
        </div>
      ) : !list.data ? (
        <ErrorState error={list.error} onRetry={() => list.refetch()} busy={list.isFetching} />
      ) : services.length === 0 ? (
        <EmptyState icon={<Package strokeWidth={1.75} />} title={t("empty")} action={add}>
          {t("emptyBody")}
        </EmptyState>
      ) : (
        <ul className="divide-y divide-line border-y border-line">
          {services.map((service) => (
            <li key={service.id}>
              <Row service={service} onEdit={() => setSheet(service)} onDelete={() => setDeleting(service)} />
            </li>
          ))}
        </ul>
      )}
      {sheet && (
        <ServiceSheet
          service={sheet === "new" ? null : sheet}
          currency={services[0]?.price.currency ?? "INR"}
          onClose={() => setSheet(null)}
        />
      )}
      <ConfirmDialog
        open={deleting !== null}
        onOpenChange={(open) => !open && setDeleting(null)}
        title={t("delete.title", { title: deleting?.title })}
        confirm={t("delete.confirm")}
        danger
        errorText={errorText}
        onConfirm={async () => {
          if (!deleting) return;
          await call("mentors.deleteService", { params: { service: deleting.id } });
          await cache.invalidateQueries({ queryKey: ["mentors"] });
          toast(t("delete.done"));
        }}
      >
        <p>{t("delete.body")}</p>
      </ConfirmDialog>
    </Page>
  );
}

function Row({ service, onEdit, onDelete }: { service: Service; onEdit: () => void; onDelete: () => void }) {
  const { t } = useTranslation("services");
  const cache = useQueryClient();
  const flip = useMutation({
    mutationFn: (active: boolean) =>
      call("mentors.updateService", { params: { service: service.id }, body: { active } }),
    onError: (error) => toast.error(errorText(error)),
    onSettled: () => cache.invalidateQueries({ queryKey: ["mentors"] }),
  });
  const active = flip.isPending ? flip.variables : service.active;
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-3 py-4">
      <div className="min-w-56 flex-1">
        <h2 className="font-sans text-base font-semibold tracking-normal">
          {service.title} {!active && <Badge className="ml-1">{t("off")}</Badge>}
        </h2>
        {service.description && (
          <p className="measure line-clamp-2 text-sm text-ink-2">{service.description}</p>
        )}
        <p className="tabular mt-1 text-sm">
          <span className="font-semibold">{formatMoney(service.price)}</span>{" "}
          <span className="text-ink-3">{t("for", { minutes: formatMinutes(service.minutes) })}</span>
        </p>
      </div>
      <div className="flex items-center gap-1">
        <Switch
          quiet
          label={t("active", { title: service.title })}
          checked={active}
          disabled={flip.isPending}
          onChange={(next) => flip.mutate(next)}
        />
        <IconButton label={t("edit", { title: service.title })} className="ml-2" onClick={onEdit}>
          <Pencil size={18} strokeWidth={1.75} aria-hidden />
        </IconButton>
        <IconButton label={t("delete.open", { title: service.title })} onClick={onDelete}>
          <Trash2 size={18} strokeWidth={1.75} aria-hidden />
        </IconButton>
      </div>
    </div>
  );
}
