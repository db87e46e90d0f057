import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { SystemReport } from "@/api/contract.gen";
import { Badge, Card } from "@/ui/bits";
import { formatSpan, type PartName, type StateWord, toneOf } from "../model/system";

type Row = { key: string; name: string; ok: boolean; state: string; known: string };

/** Each thing that the site needs, its state, and how old that knowledge is: `since` more than it was when it came. */
export function SystemParts({ report, since }: { report: SystemReport; since: number }) {
  const { t } = useTranslation("site");
  const id = useId();
  const age = (milliseconds: number) => {
    const seconds = Math.round((milliseconds + since) / 1000);
    return seconds < 1 ? t("system.now") : t("system.ago", { span: formatSpan(seconds) });
  };
  const rows: Row[] = [
    ...report.parts.map(({ name, ok, state, age_ms }) => ({
      key: name,
      name: t(`system.part.${name as PartName}`, { defaultValue: name }),
      ok,
      state,
      known: age(age_ms),
    })),
    ...report.replicas.map(({ ok, state, lag_ms }, i) => ({
      key: `replica ${i}`,
      name: t("system.part.replica", { number: i + 1 }),
      ok,
      state,
      known:
        lag_ms === null
          ? t("system.never")
          : t("system.lag", { span: formatSpan(Math.round(lag_ms / 1000)) }),
    })),
  ];
  return (
    <Card className="min-w-0">
      <h2 id={id} className="mb-3 text-base">
        {t("system.parts.title")}
      </h2>
      <table aria-labelledby={id} className="w-full text-sm">
        <thead className="border-b border-line text-left text-ink-2">
          <tr>
            {(["name", "state", "age"] as const).map((column) => (
              <th key={column} scope="col" className="py-2 pr-3 font-medium last:pr-0 last:text-right">
                {t(`system.parts.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row" className="py-2 pr-3 text-left font-normal">
                {row.name}
              </th>
              <td className="py-2 pr-3">
                <Badge tone={toneOf(row)}>
                  {t(`system.state.${row.state as StateWord}`, { defaultValue: row.state })}
                </Badge>
              </td>
              <td className="tabular py-2 text-right text-ink-2">{row.known}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}
