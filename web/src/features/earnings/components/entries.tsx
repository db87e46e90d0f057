import { useInfiniteQuery } from "@tanstack/react-query";
import { Wallet } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Earning, EarningFileQuery, EarningState, Money } from "@/api/contract.gen";
import { formatDateTime, formatMoney } from "@/lib/format";
import { usePreference } from "@/lib/preferences";
import { Badge, Skeleton, type Tone } from "@/ui/bits";
import { EmptyState, ErrorState, LoadMore } from "@/ui/states";
import { entriesQuery } from "../queries";

const tones: Record<EarningState, Tone> = { pending: "warning", available: "success", refunded: "neutral" };
const head = "px-3 py-2.5 text-left font-medium whitespace-nowrap";
const cell = "px-3 py-3 align-top";
/** On a phone the same stands in the cells that are left. */
const wide = "max-sm:hidden";

/** What moved the money, newest first. Days and times are those of the mentor's zone, as in the file. */
export function Entries({ filter, zone }: { filter: EarningFileQuery; zone: string }) {
  const { t } = useTranslation("earnings");
  const list = useInfiniteQuery(entriesQuery(filter));
  if (list.isPending) return <Skeleton className="h-72 rounded-lg" />;
  if (!list.data)
    return <ErrorState error={list.error} onRetry={() => list.refetch()} busy={list.isFetching} />;
  const entries = list.data.pages.flatMap((page) => page.items);
  if (entries.length === 0) {
    const filtered = Object.keys(filter).length > 0;
    return (
      <EmptyState
        icon={<Wallet strokeWidth={1.75} />}
        title={t(filtered ? "entries.noneFound" : "entries.none")}
      >
        {!filtered && t("entries.noneBody")}
      </EmptyState>
    );
  }
  return (
    <>
      <section
        // Wider than a phone: it can be moved by keyboard, too.
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable
        tabIndex={0}
        aria-label={t("entries.table")}
        className="overflow-x-auto rounded-lg border border-line bg-surface"
      >
        <table className="w-full text-sm">
          <thead className="border-b border-line text-ink-2">
            <tr>
              <th scope="col" className={head}>
                {t("entries.what")}
              </th>
              <th scope="col" className={head}>
                {t("entries.session")}
              </th>
              <th scope="col" className={`${head} text-right ${wide}`}>
                {t("entries.gross")}
              </th>
              <th scope="col" className={`${head} text-right ${wide}`}>
                {t("entries.commission")}
              </th>
              <th scope="col" className={`${head} text-right`}>
                {t("entries.net")}
              </th>
              <th scope="col" className={`${head} ${wide}`}>
                {t("entries.state")}
              </th>
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {entries.map((one) => (
              <EntryRow key={one.id} entry={one} zone={zone} />
            ))}
          </tbody>
        </table>
      </section>
      <LoadMore list={list} label={t("entries.more")} />
    </>
  );
}

function EntryRow({ entry, zone }: { entry: Earning; zone: string }) {
  const { t } = useTranslation("earnings");
  const [hours] = usePreference("hours");
  const state = <Badge tone={tones[entry.state]}>{t(`state.${entry.state}`)}</Badge>;
  return (
    <tr>
      <td className={cell}>
        <span className="font-medium">{t(`kind.${entry.kind}`)}</span>
        <time dateTime={entry.at} className="tabular block text-ink-3 sm:whitespace-nowrap">
          {formatDateTime(entry.at, zone, hours)}
        </time>
        <span className="mt-1 block sm:hidden">{state}</span>
      </td>
      <td className={`sm:min-w-44 ${cell}`}>
        <Link to={`/sessions/${entry.booking}`} className="link">
          {entry.service_title}
        </Link>
        <span className="block text-ink-3">{t("entries.with", { name: entry.student })}</span>
      </td>
      <Amount money={entry.gross} className={`text-ink-2 ${wide}`} />
      <Amount money={entry.commission} className={`text-ink-2 ${wide}`} />
      <Amount money={entry.net} className="font-medium">
        {entry.gross && (
          <span className="block font-normal text-ink-3 sm:hidden">
            {t("entries.of", { gross: formatMoney(entry.gross) })}
          </span>
        )}
      </Amount>
      <td className={`${cell} ${wide}`}>{state}</td>
    </tr>
  );
}

type AmountProps = { money: Money | null; className: string; children?: ReactNode };

function Amount({ money, className, children }: AmountProps) {
  return (
    <td className={`tabular text-right whitespace-nowrap ${cell} ${className}`}>
      {money && formatMoney(money)}
      {children}
    </td>
  );
}
