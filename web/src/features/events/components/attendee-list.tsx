import { type UseInfiniteQueryResult, useMutation, useQueryClient } from "@tanstack/react-query";
import { Users } from "lucide-react";
import { useTranslation } from "react-i18next";
import { call } from "@/api/call";
import type { Attendee, Attendees } from "@/api/contract.gen";
import { errorText } from "@/lib/error-text";
import { formatDateTime } from "@/lib/format";
import { usePreference, useViewerZone } from "@/lib/preferences";
import { Avatar, Badge, Skeleton, type Tone } from "@/ui/bits";
import { Button } from "@/ui/button";
import { EmptyState, ErrorState, LoadMore } from "@/ui/states";
import { toast } from "@/ui/toast";

const tones: Record<Attendee["state"], Tone> = {
  registered: "success",
  waiting: "neutral",
  offered: "warning",
  cancelled: "neutral",
  lapsed: "neutral",
};

type Props = { event: number; list: UseInfiniteQueryResult<{ pages: Attendees[] }>; label: string };

export function AttendeeList({ event, list, label }: Props) {
  const { t } = useTranslation("events");
  if (list.isPending)
    return (
      <div className="flex flex-col gap-3">
        <Skeleton className="h-16" />
        <Skeleton className="h-16" />
        <Skeleton className="h-16" />
      </div>
    );
  if (!list.data)
    return <ErrorState error={list.error} onRetry={() => list.refetch()} busy={list.isFetching} />;
  const people = list.data.pages.flatMap((page) => page.items);
  if (people.length === 0)
    return (
      <EmptyState icon={<Users strokeWidth={1.75} />} title={t("attendees.empty")}>
        {t("attendees.emptyBody")}
      </EmptyState>
    );
  return (
    <>
      <ul aria-label={label} className="divide-y divide-line border-y border-line">
        {people.map((one) => (
          <li key={one.id}>
            <Person event={event} attendee={one} />
          </li>
        ))}
      </ul>
      <LoadMore list={list} />
    </>
  );
}

function Person({ event, attendee }: { event: number; attendee: Attendee }) {
  const { t } = useTranslation("events");
  const [zone] = useViewerZone();
  const [hours] = usePreference("hours");
  const cache = useQueryClient();
  const { code, name } = attendee;
  const check = useMutation({
    mutationFn: (shown: string) => call("events.checkIn", { params: { event }, body: { code: shown } }),
    onError: (error) => toast.error(errorText(error)),
    onSettled: () => cache.invalidateQueries({ queryKey: ["events", "attendees", event] }),
  });
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3">
      <Avatar name={name} size="sm" />
      <div className="min-w-40 grow">
        <p className="font-medium [overflow-wrap:anywhere]">{name}</p>
        <p className="tabular text-sm text-ink-3">
          {attendee.checked_in_at
            ? t("attendees.isIn", { when: formatDateTime(attendee.checked_in_at, zone, hours) })
            : t("attendees.since", { when: formatDateTime(attendee.since, zone, hours) })}
        </p>
      </div>
      <div className="flex items-center gap-3 max-sm:ml-12 max-sm:w-full">
        <Badge tone={tones[attendee.state]}>{t(`attendees.state.${attendee.state}`)}</Badge>
        {code && !attendee.checked_in_at && (
          <Button
            size="sm"
            variant="secondary"
            aria-label={t("attendees.checkInOf", { name })}
            busy={check.isPending}
            onClick={() => check.mutate(code)}
          >
            {t("attendees.checkIn")}
          </Button>
        )}
      </div>
    </div>
  );
}
