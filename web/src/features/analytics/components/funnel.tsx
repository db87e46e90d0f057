import { useTranslation } from "react-i18next";
import type { FunnelCount } from "@/api/contract.gen";
import { formatNumber, formatPercent } from "@/lib/format";
import { shareOf } from "../model/change";

/** From being seen to a session that took place: a table whose bars show what its numbers say. */
export function Funnel({ stages }: { stages: FunnelCount[] }) {
  const { t } = useTranslation("analytics");
  const most = Math.max(1, ...stages.map(({ value }) => value));
  const head = "py-2 text-left font-medium";
  return (
    <table className="w-full text-sm">
      <caption className="sr-only">{t("funnel.title")}</caption>
      <thead className="border-b border-line text-ink-2">
        <tr>
          <th scope="col" className={head}>
            {t("funnel.stage")}
          </th>
          <th scope="col" className={`${head} text-right`}>
            {t("funnel.now")}
          </th>
          <th scope="col" className={`${head} pl-3 text-right`}>
            {t("funnel.share")}
          </th>
          <th scope="col" className={`${head} pl-3 text-right`}>
            {t("funnel.before")}
          </th>
        </tr>
      </thead>
      <tbody className="divide-y divide-line">
        {stages.map(({ stage, value, before }, at) => {
          const share = shareOf(value, stages[at - 1]?.value);
          return (
            <tr key={stage}>
              <th scope="row" className="w-1/2 py-3 pr-3 text-left font-normal">
                {t(`funnel.${stage}`)}
                <svg
                  viewBox="0 0 100 4"
                  preserveAspectRatio="none"
                  aria-hidden="true"
                  className="mt-1.5 block h-2 w-full"
                >
                  <rect width="100" height="4" className="fill-sunken" />
                  <rect width={(value / most) * 100} height="4" className="fill-primary" />
                </svg>
              </th>
              <td className="tabular py-3 text-right font-medium">{formatNumber(value)}</td>
              <td className="tabular py-3 pl-3 text-right text-ink-2">
                {share === null ? t("funnel.none") : formatPercent(share)}
              </td>
              <td className="tabular py-3 pl-3 text-right text-ink-2">{formatNumber(before)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
