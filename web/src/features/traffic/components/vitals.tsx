import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { DeviceKind, TrafficSpan, TrafficVitals, VitalFigure } from "@/api/contract.gen";
import { formatNumber, formatPercent } from "@/lib/format";
import { Badge, Skeleton } from "@/ui/bits";
import { Segments } from "@/ui/segments";
import { ErrorState } from "@/ui/states";
import { goodShare, toneOf, valueText } from "../model/figure";
import { vitalsQuery } from "../queries";

const devices = ["all", "phone", "tablet", "desktop"] as const satisfies (DeviceKind | "all")[];
const vitals = ["lcp", "inp", "cls", "fcp", "ttfb"] as const;

/** How fast pages are for those who use them: three of four page loads, of all routes and of each. */
export function Vitals({ range }: { range: TrafficSpan }) {
  const { t } = useTranslation("traffic");
  const [device, setDevice] = useState<DeviceKind | "all">("all");
  const found = useQuery(vitalsQuery(range, device === "all" ? undefined : device));
  return (
    <section aria-labelledby="vitals" className="flex flex-col gap-4">
      <div>
        <h2 id="vitals" className="text-xl">
          {t("vitals.title")}
        </h2>
        <p className="measure mt-1 text-sm text-ink-2">{t("vitals.help")}</p>
      </div>
      <Segments
        label={t("devices.title")}
        name="device"
        value={device}
        options={devices.map((value) => ({ value, label: t(`devices.${value}`) }))}
        onChange={setDevice}
      />
      {found.isPending ? (
        <Skeleton className="h-64 rounded-lg" />
      ) : !found.data ? (
        <ErrorState error={found.error} onRetry={() => found.refetch()} busy={found.isFetching} />
      ) : found.data.all.length === 0 ? (
        <p className="text-ink-2">{t("vitals.none")}</p>
      ) : (
        <Figures vitals={found.data} />
      )}
    </section>
  );
}

function Figures({ vitals: { all, routes } }: { vitals: TrafficVitals }) {
  const { t } = useTranslation("traffic");
  return (
    <>
      <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border border-line bg-line lg:grid-cols-5">
        {all.map((figure) => (
          <div key={figure.vital} className="bg-surface p-4 max-lg:last:odd:col-span-2">
            <dt className="text-sm text-ink-2">{t(`vitals.${figure.vital}`)}</dt>
            <dd className="tabular mt-1 font-display text-xl font-semibold">
              {valueText(figure.vital, figure.p75)}
            </dd>
            <dd className="mt-1">
              <Badge tone={toneOf[figure.rating]}>{t(`vitals.${figure.rating}`)}</Badge>
            </dd>
            <dd className="mt-1 text-xs text-ink-3">
              {t("vitals.share", {
                percent: formatPercent(goodShare(figure)),
                count: figure.good + figure.needs_work + figure.poor,
                loads: formatNumber(figure.good + figure.needs_work + figure.poor),
              })}
            </dd>
          </div>
        ))}
      </dl>
      <section
        // Wider than a phone: it can be moved by keyboard, too. What is there for screen readers alone stays inside of it.
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable
        tabIndex={0}
        aria-label={t("vitals.byRoute")}
        className="relative overflow-x-auto rounded-lg border border-line bg-surface p-5"
      >
        <table className="w-full text-sm">
          <caption className="sr-only">{t("vitals.byRoute")}</caption>
          <thead className="border-b border-line text-ink-2">
            <tr>
              <th scope="col" className="py-2 text-left font-medium">
                {t("pages.head")}
              </th>
              {vitals.map((vital) => (
                <th key={vital} scope="col" className="py-2 pl-4 text-right font-medium uppercase">
                  {vital}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {routes.map(({ route, figures }) => (
              <tr key={route}>
                <th scope="row" className="py-2 text-left font-normal break-words">
                  {route === "other" ? t("other") : route}
                </th>
                {vitals.map((vital) => (
                  <td key={vital} className="tabular py-2 pl-4 text-right whitespace-nowrap">
                    <Cell figure={figures.find((figure) => figure.vital === vital)} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

function Cell({ figure }: { figure: VitalFigure | undefined }) {
  const { t } = useTranslation("traffic");
  if (!figure) return <span className="text-ink-3">{t("vitals.unmeasured")}</span>;
  return (
    <Badge tone={toneOf[figure.rating]}>
      {valueText(figure.vital, figure.p75)}
      <span className="sr-only">{t(`vitals.${figure.rating}`)}</span>
    </Badge>
  );
}
