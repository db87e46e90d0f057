import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "@/api/call";
import type { Vacation } from "@/api/contract.gen";
import { errorText } from "@/lib/error-text";
import { dateKey, formatDay } from "@/lib/format";
import { Badge, Skeleton } from "@/ui/bits";
import { Button } from "@/ui/button";
import { ErrorState } from "@/ui/states";
import { toast } from "@/ui/toast";
import { timesChanged, vacationsQuery } from "../queries";
import { VacationDialog } from "./vacation-dialog";

const day = (date: string) => formatDay(`${date}T12:00:00Z`, "UTC");

/** When the mentor is away. `zone` is that of the hours: vacations are local to it. */
export function Vacations({ zone }: { zone: string }) {
  const { t } = useTranslation("availability");
  const [adding, setAdding] = useState(false);
  const vacations = useQuery(vacationsQuery);
  if (vacations.isPending) return <Skeleton className="h-24" />;
  if (!vacations.data)
    return (
      <ErrorState error={vacations.error} onRetry={() => vacations.refetch()} busy={vacations.isFetching} />
    );
  const { items } = vacations.data;
  return (
    <div className="flex flex-col gap-4">
      {items.length === 0 ? (
        <p className="text-ink-3">{t("vacations.empty")}</p>
      ) : (
        <ul className="divide-y divide-line border-y border-line">
          {items.map((vacation) => (
            <li key={vacation.id}>
              <Row vacation={vacation} now={vacation.from <= dateKey(new Date(), zone)} />
            </li>
          ))}
        </ul>
      )}
      <Button variant="secondary" className="self-start" onClick={() => setAdding(true)}>
        <Plus size={18} strokeWidth={1.75} aria-hidden />
        {t("vacations.add")}
      </Button>
      {adding && <VacationDialog zone={zone} onClose={() => setAdding(false)} />}
    </div>
  );
}

function Row({ vacation, now }: { vacation: Vacation; now: boolean }) {
  const { t } = useTranslation("availability");
  const cache = useQueryClient();
  const params = { vacation: vacation.id };
  const range =
    vacation.from === vacation.to
      ? t("vacations.one", { from: day(vacation.from) })
      : t("vacations.range", { from: day(vacation.from), to: day(vacation.to) });
  const failed = (error: unknown) => toast.error(errorText(error));

  const restore = useMutation({
    mutationFn: () => call("availability.restoreVacation", { params }),
    onSuccess: () => {
      timesChanged(cache);
      toast(t("vacations.restored"));
    },
    onError: failed,
  });
  const remove = useMutation({
    mutationFn: () => call("availability.removeVacation", { params }),
    onSuccess: () => {
      timesChanged(cache);
      toast(t("vacations.removed"), { label: t("undo"), run: () => restore.mutate() });
    },
    onError: failed,
  });
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-3">
      <div className="min-w-0 flex-1">
        <p className="tabular flex flex-wrap items-center gap-2 font-medium">
          {range}
          {now && <Badge tone="primary">{t("vacations.now")}</Badge>}
        </p>
        {vacation.note && <p className="text-sm break-words text-ink-2">{vacation.note}</p>}
      </div>
      <Button
        size="sm"
        variant="ghost"
        busy={remove.isPending}
        aria-label={t("vacations.removeNamed", { range })}
        onClick={() => remove.mutate()}
      >
        {t("vacations.remove")}
      </Button>
    </div>
  );
}
