import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Palmtree } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import type { Away, PublicMentor, Service } from "@/api/contract.gen";
import { errorText } from "@/lib/error-text";
import { dateKey, formatDay, formatMinutes, formatMoney } from "@/lib/format";
import { addDays, lastDayOf, monthOf, noonOf } from "@/lib/month";
import { usePreference, useViewerZone } from "@/lib/preferences";
import { Card } from "@/ui/bits";
import { Switch } from "@/ui/choices";
import { Field } from "@/ui/field";
import { Select } from "@/ui/select";
import { ErrorState, Notice } from "@/ui/states";
import { ZoneSelect } from "@/ui/zone-select";
import { freeTimesQuery } from "./api/queries";
import { ConfirmHold, type Draft } from "./components/confirm-hold";
import { DayTimes } from "./components/day-times";
import { MonthGrid } from "./components/month-grid";
import { NothingFree } from "./components/nothing-free";

/** The farthest a mentor can open their calendar (availability: farthest horizon). */
const farthestDays = 365;

type Props = {
  mentor: PublicMentor;
  /** The way to be told when another time of a service frees up. */
  waitlist: (service: Service) => ReactNode;
};

/**
 * Service, month, time, confirmation, in one place. The service (`?service=`) and the chosen time (`?at=`) stand in
 * the address, so that signing in leads back to the same step.
 */
export function BookingCard({ mentor, waitlist }: Props) {
  const { t } = useTranslation("booking");
  const [address, setAddress] = useSearchParams();
  const [failure, setFailure] = useState<string | null>(null);
  const [zone] = useViewerZone();
  const cache = useQueryClient();
  const draft = useRef<Draft>({ topic: "", note: "" });

  const services = mentor.services.filter((service) => service.active);
  const service = services.find(({ id }) => String(id) === address.get("service")) ?? services[0];
  const at = address.get("at");
  const start = at && !Number.isNaN(Date.parse(at)) ? at : null;

  const put = (change: Record<string, string | null>) => {
    const next = new URLSearchParams(address);
    for (const [name, value] of Object.entries(change))
      value === null ? next.delete(name) : next.set(name, value);
    setAddress(next, { replace: true, preventScrollReset: true });
  };

  if (!service) {
    return (
      <Card>
        <h2 className="text-xl">{t("card.title")}</h2>
        <p className="mt-2 text-ink-2">{t("card.noServices", { name: mentor.name })}</p>
      </Card>
    );
  }
  if (start) {
    return (
      <Card>
        <ConfirmHold
          key={`${service.id} ${start}`}
          mentor={mentor}
          service={service}
          start={start}
          zone={zone}
          draft={draft}
          onBack={() => put({ at: null })}
          onGone={(error) => {
            setFailure(errorText(error));
            void cache.invalidateQueries({ queryKey: ["booking", "freeTimes", mentor.mentor_id] });
            put({ at: null });
          }}
        />
      </Card>
    );
  }
  return (
    <Card className="flex flex-col gap-5">
      <h2 className="text-xl">{t("card.title")}</h2>
      {failure && (
        <div role="alert">
          <Notice tone="warning">{failure}</Notice>
        </div>
      )}
      <Field label={t("card.service")}>
        <Select value={service.id} onChange={(event) => put({ service: event.target.value })}>
          {services.map((one) => (
            <option key={one.id} value={one.id}>
              {`${one.title} · ${formatMinutes(one.minutes)} · ${formatMoney(one.price)}`}
            </option>
          ))}
        </Select>
      </Field>
      <ChooseTime
        // Another service or zone is another calendar: start at its first free day.
        key={`${service.id} ${zone}`}
        mentor={mentor}
        service={service}
        zone={zone}
        onChoose={(chosen) => {
          setFailure(null);
          put({ service: String(service.id), at: chosen });
        }}
      />
      {waitlist(service)}
      <ClockAndZone />
    </Card>
  );
}

type ChooseProps = {
  mentor: PublicMentor;
  service: Service;
  zone: string;
  onChoose: (start: string) => void;
};

function ChooseTime({ mentor, service, zone, onChoose }: ChooseProps) {
  const today = dateKey(new Date(), zone);
  const last = addDays(today, farthestDays);
  const [month, setMonth] = useState(() =>
    monthOf(mentor.next_free_at ? dateKey(mentor.next_free_at, zone) : today),
  );
  const [picked, setPicked] = useState<string | null>(null);
  const focusTitle = useRef(false);

  const from = month === monthOf(today) ? today : `${month}-01`;
  const query = { service: service.id, from, to: lastDayOf(month), zone };
  const found = useQuery(freeTimesQuery(mentor.mentor_id, query));
  const days = found.data?.days ?? [];
  const free = found.data ? new Map(days.map((day) => [day.date, day.times.length])) : null;
  const date = picked && monthOf(picked) === month ? picked : (days[0]?.date ?? null);
  const times = days.find((day) => day.date === date)?.times ?? [];

  const choose = (next: string) => {
    focusTitle.current = true;
    setMonth(monthOf(next));
    setPicked(next);
  };
  const titleRef = (title: HTMLElement | null) => {
    if (!title || !focusTitle.current) return;
    focusTitle.current = false;
    title.focus();
  };

  return (
    <>
      <MonthGrid
        month={month}
        chosen={date}
        free={free}
        today={today}
        last={last}
        onMonth={setMonth}
        onChoose={choose}
      />
      {found.data?.away && (
        <AwayNote away={found.data.away} name={mentor.name} zone={found.data.mentor_zone} />
      )}
      <div aria-live="polite" aria-busy={found.isPending} className="min-h-40">
        {found.isError ? (
          <ErrorState
            error={found.error}
            onRetry={() => found.refetch()}
            busy={found.isFetching}
            className="py-4"
          />
        ) : date && times.length > 0 ? (
          <DayTimes
            key={date}
            date={date}
            times={times}
            zone={zone}
            titleRef={titleRef}
            onChoose={onChoose}
          />
        ) : found.data ? (
          <NothingFree
            key={date}
            date={date}
            month={month}
            free={free ?? new Map()}
            nextFreeAt={found.data.next_free_at}
            name={mentor.name}
            zone={zone}
            titleRef={titleRef}
            onChoose={choose}
          />
        ) : null}
      </div>
    </>
  );
}

/** Dates of the mentor's own calendar, so they are named as they are. */
function AwayNote({ away, name, zone }: { away: Away; name: string; zone: string }) {
  const { t } = useTranslation("booking");
  const from = formatDay(noonOf(away.from), "UTC");
  const to = formatDay(noonOf(away.to), "UTC");
  const began = away.from <= dateKey(new Date(), zone);
  return (
    <Notice icon={<Palmtree strokeWidth={1.75} />}>
      <p>{began ? t("away.until", { name, to }) : t("away.between", { name, from, to })}</p>
      {away.note && <p className="mt-1 break-words">{away.note}</p>}
    </Notice>
  );
}

function ClockAndZone() {
  const { t } = useTranslation("booking");
  const [zone, setZone] = useViewerZone();
  const [hours, setHours] = usePreference("hours");
  return (
    <div className="flex flex-col gap-3 border-t border-line pt-4">
      <Field label={t("card.zone")}>
        <ZoneSelect value={zone} onChange={setZone} />
      </Field>
      <Switch
        label={t("card.hours12")}
        checked={hours === "12"}
        onChange={(twelve) => setHours(twelve ? "12" : "24")}
      />
    </div>
  );
}
