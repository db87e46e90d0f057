import { queryOptions, useQuery } from "@tanstack/react-query";
import { CalendarX2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { call } from "@/api/call";
import type { OfferedLength } from "@/api/contract.gen";
import type { Ahead } from "@/lib/ahead";
import { formatMinutes, formatMoney, formatNumber } from "@/lib/format";
import { Skeleton } from "@/ui/bits";
import { Button } from "@/ui/button";
import { Page, PageHeader } from "@/ui/page";
import { EmptyState, ErrorState } from "@/ui/states";

const offerQuery = queryOptions({
  queryKey: ["site", "offer"],
  queryFn: ({ signal }) => call("site.offer", {}, signal),
});
const skillsQuery = queryOptions({
  queryKey: ["site", "skills"],
  queryFn: ({ signal }) => call("mentors.skills", { query: {} }, signal),
});
export const ahead: Ahead = () => [offerQuery, skillsQuery];

const included = ["i1", "i2", "i3", "i4"] as const;
const mostSkills = 24;

/** /services: what can be booked. Every number is counted by the server from what listed mentors offer. */
export default function OfferPage() {
  const { t } = useTranslation("site");
  return (
    <Page>
      <PageHeader
        title={t("offer.title")}
        lead={t("offer.lead")}
        action={
          <Button asChild>
            <Link to="/mentors">{t("offer.find")}</Link>
          </Button>
        }
      />
      <div className="flex flex-col gap-14">
        <Lengths />
        <Skills />
        <section aria-labelledby="included">
          <h2 id="included" className="text-xl">
            {t("offer.included")}
          </h2>
          <ul className="mt-4 grid gap-x-12 gap-y-6 sm:grid-cols-2">
            {included.map((one) => (
              <li key={one} className="border-t border-line pt-4">
                <h3 className="font-semibold">{t(`offer.${one}.title`)}</h3>
                <p className="mt-1 text-ink-2">{t(`offer.${one}.body`)}</p>
              </li>
            ))}
          </ul>
        </section>
      </div>
    </Page>
  );
}

function Lengths() {
  const { t } = useTranslation("site");
  const offer = useQuery(offerQuery);
  if (offer.isPending) return <Skeleton className="h-56" />;
  if (!offer.data)
    return <ErrorState error={offer.error} onRetry={() => offer.refetch()} busy={offer.isFetching} />;
  if (offer.data.lengths.length === 0)
    return (
      <EmptyState icon={<CalendarX2 strokeWidth={1.75} />} title={t("offer.empty")}>
        {t("offer.emptyBody")}
      </EmptyState>
    );
  return (
    <section aria-labelledby="lengths">
      <h2 id="lengths" className="text-xl">
        {t("offer.lengths")}
      </h2>
      <table className="tabular mt-4 w-full border-y border-line text-left">
        <thead className="text-sm text-ink-3">
          <tr>
            {(["length", "count", "mentors", "price"] as const).map((column) => (
              <th
                key={column}
                scope="col"
                className="py-2.5 pr-3 font-medium not-first:text-right last:pr-0 nth-2:max-sm:hidden"
              >
                {t(`offer.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line border-t border-line">
          {offer.data.lengths.map((one) => (
            <tr key={`${one.minutes}-${one.price_from.currency}`}>
              <th scope="row" className="py-3.5 pr-3 font-medium">
                {formatMinutes(one.minutes)}
              </th>
              <td className="py-3.5 pr-3 text-right text-ink-2 max-sm:hidden">
                {formatNumber(one.services)}
              </td>
              <td className="py-3.5 pr-3 text-right text-ink-2">{formatNumber(one.mentors)}</td>
              <td className="py-3.5 text-right">
                <Price of={one} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Price({ of: { price_from: from, price_to: to } }: { of: OfferedLength }) {
  const { t } = useTranslation("site");
  return from.amount === to.amount
    ? formatMoney(from)
    : t("offer.range", { from: formatMoney(from), to: formatMoney(to) });
}

function Skills() {
  const { t } = useTranslation("site");
  const skills = useQuery(skillsQuery);
  const shown = skills.data?.items.filter((one) => one.mentors > 0).slice(0, mostSkills) ?? [];
  if (shown.length === 0) return null;
  return (
    <section aria-labelledby="skills">
      <h2 id="skills" className="text-xl">
        {t("offer.skills")}
      </h2>
      <ul className="mt-4 flex flex-wrap gap-2">
        {shown.map(({ name, mentors }) => (
          <li key={name}>
            <Link
              to={`/mentors?skill=${encodeURIComponent(name)}`}
              className="inline-flex h-9 items-center gap-2 rounded-full bg-sunken px-3.5 text-sm hover:bg-hover"
            >
              <span aria-hidden className="contents">
                {name}
                <span className="tabular text-ink-2">{formatNumber(mentors)}</span>
              </span>
              <span className="sr-only">{t("offer.skill", { name, count: mentors })}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
