import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { TrafficCount } from "@/api/contract.gen";
import { formatNumber } from "@/lib/format";
import { Card } from "@/ui/bits";
import { cn } from "@/ui/cn";

type Props = { title: string; head: string; counts: string; rows: TrafficCount[]; className?: string };

/** What there is most of: a table whose bars show what its numbers say. */
export function Ranking({ title, head, counts, rows, className }: Props) {
  const { t } = useTranslation("traffic");
  const id = useId();
  const most = Math.max(1, ...rows.map(({ count }) => count));
  return (
    <Card className={cn("min-w-0", className)}>
      <h2 id={id} className="mb-3 text-base">
        {title}
      </h2>
      {rows.length === 0 ? (
        <p className="text-sm text-ink-2">{t("nothing")}</p>
      ) : (
        <table aria-labelledby={id} className="w-full table-fixed text-sm">
          <thead className="border-b border-line text-ink-2">
            <tr>
              <th scope="col" className="py-2 text-left font-medium">
                {head}
              </th>
              <th scope="col" className="w-24 py-2 text-right font-medium">
                {counts}
              </th>
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {rows.map(({ name, count }) => (
              <tr key={name}>
                <th scope="row" className="py-2 pr-3 text-left font-normal break-words">
                  {name === "other" ? t("other") : name}
                  <svg
                    viewBox="0 0 100 4"
                    preserveAspectRatio="none"
                    aria-hidden="true"
                    className="mt-1 block h-1.5 w-full"
                  >
                    <rect width="100" height="4" className="fill-sunken" />
                    <rect width={(count / most) * 100} height="4" className="fill-primary" />
                  </svg>
                </th>
                <td className="tabular py-2 text-right font-medium">{formatNumber(count)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  );
}
