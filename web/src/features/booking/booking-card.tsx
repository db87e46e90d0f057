import { useQueryClient } from "@tanstack/react-query";
import { lazy, type ReactNode, Suspense, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import type { PublicMentor, Service } from "@/api/contract.gen";
import { errorText } from "@/lib/error-text";
import { formatMinutes, formatMoney } from "@/lib/format";
import { usePreference, useViewerZone } from "@/lib/preferences";
import { Card, Skeleton } from "@/ui/bits";
import { Switch } from "@/ui/choices";
import { Field } from "@/ui/field";
import { Select } from "@/ui/select";
import { Notice } from "@/ui/states";
import { ZoneSelect } from "@/ui/zone-select";
import { freeTimesQuery } from "./api/queries";
import { ChooseTime } from "./components/choose-time";
import type { Draft } from "./components/confirm-hold";

/** The form comes when somebody turns to the calendar, not with a page that most only read. */
const confirmHold = () => import("./components/confirm-hold");
const ConfirmHold = lazy(async () => ({ default: (await confirmHold()).ConfirmHold }));
const fetchAhead = () => void confirmHold().catch(() => {}); // who needs it then asks again, and is told

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
        <Suspense fallback={<Skeleton className="h-96" />}>
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
        </Suspense>
      </Card>
    );
  }
  return (
    <Card className="flex flex-col gap-5" onPointerEnter={fetchAhead} onFocus={fetchAhead}>
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
        name={mentor.name}
        nextFreeAt={mentor.next_free_at}
        zone={zone}
        query={(range) => freeTimesQuery(mentor.mentor_id, { service: service.id, ...range })}
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
