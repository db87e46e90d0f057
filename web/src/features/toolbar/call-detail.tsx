import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { formatNumber } from "@/lib/format";
import { Badge } from "@/ui/bits";
import { type Detail, detailQuery, repeats, type Statement } from "./records";

/** All that the server kept of one request. */
export function CallDetail({ id }: { id: string }) {
  const { t } = useTranslation("toolbar");
  const { data, isError } = useQuery(detailQuery(id));
  if (isError) return <p className="text-danger-ink">{t("failed")}</p>;
  if (data === null) return <p className="text-ink-2">{t("gone")}</p>;
  if (!data) return null;
  return (
    <div className="flex flex-col gap-4">
      <Times detail={data} />
      <Statements statements={data.statements} />
      <Section title={t("outgoing")} items={data.outgoing}>
        {({ method, host, status, micros }) => (
          <>
            {method} {host} <Badge>{status ?? t("unanswered")}</Badge> <Ms micros={micros} />
          </>
        )}
      </Section>
      <Section title={t("cache")} items={data.cache}>
        {({ name, outcome }) => (
          <>
            {name} <Badge tone={outcome === "hit" ? "success" : "neutral"}>{t(`outcome.${outcome}`)}</Badge>
          </>
        )}
      </Section>
      <Section title={t("jobs")} items={data.jobs}>
        {({ listener, event }) => (
          <>
            {listener} <span className="text-ink-2">({event})</span>
          </>
        )}
      </Section>
      <Section title={t("mails")} items={data.mails}>
        {(mail) => <Mail {...mail} />}
      </Section>
      <Section title={t("logs")} items={data.logs}>
        {({ level, event, fields }) => (
          <>
            <Badge tone={level === "error" ? "danger" : level === "warn" ? "warning" : "neutral"}>
              {level}
            </Badge>{" "}
            {event} <span className="text-ink-2">{fields}</span>
          </>
        )}
      </Section>
      {data.left_out > 0 && <p className="text-ink-2">{t("leftOut", { count: data.left_out })}</p>}
    </div>
  );
}

function Times({ detail: { summary } }: { detail: Detail }) {
  const { t } = useTranslation("toolbar");
  const own = Math.max(summary.micros - summary.database_micros - summary.outgoing_micros, 0);
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 sm:grid-cols-[auto_1fr_auto_1fr]">
      <dt className="text-ink-2">{t("total")}</dt>
      <dd>
        <Ms micros={summary.micros} />
      </dd>
      <dt className="text-ink-2">{t("database")}</dt>
      <dd>
        <Ms micros={summary.database_micros} />
      </dd>
      <dt className="text-ink-2">{t("outgoingTime")}</dt>
      <dd>
        <Ms micros={summary.outgoing_micros} />
      </dd>
      <dt className="text-ink-2">{t("own")}</dt>
      <dd>
        <Ms micros={own} />
      </dd>
      <dt className="text-ink-2">{t("route")}</dt>
      <dd className="break-all">{summary.route || t("noRoute")}</dd>
      <dt className="text-ink-2">{t("request")}</dt>
      <dd className="font-mono text-xs break-all">{summary.id}</dd>
      <dt className="text-ink-2">{t("trace")}</dt>
      <dd className="font-mono text-xs break-all">{summary.trace}</dd>
    </dl>
  );
}

function Statements({ statements }: { statements: Statement[] }) {
  const { t } = useTranslation("toolbar");
  const often = repeats(statements);
  return (
    <Section title={t("statements")} items={statements}>
      {({ name, sql, micros, rows }) => {
        const times = often.get(name);
        return (
          <details>
            <summary className="min-h-6 cursor-pointer break-words">
              {name} <Ms micros={micros} />{" "}
              <span className="text-ink-2">
                {rows === null ? t("rowsUnknown") : t("rows", { count: rows })}
              </span>{" "}
              {times !== undefined && (
                <Badge tone="warning">
                  {t("repeated")} {t("times", { count: times })}
                </Badge>
              )}
            </summary>
            <pre className="my-1 rounded-md bg-surface p-2 font-mono text-xs break-words whitespace-pre-wrap">
              {withoutMargin(sql)}
            </pre>
          </details>
        );
      }}
    </Section>
  );
}

function Mail({ letter, subject, recipient, preview }: Detail["mails"][number]) {
  const { t } = useTranslation("toolbar");
  return (
    <>
      <span className="font-medium">{letter || t("otherMail")}</span> → {recipient}
      {subject && <span className="block text-ink-2">{t("subject", { subject })}</span>}
      {preview && (
        <a
          href={preview}
          target="_blank"
          rel="noreferrer"
          aria-label={t("previewOf", { letter: letter || t("otherMail") })}
          className="inline-flex min-h-6 items-center text-primary-ink underline underline-offset-3"
        >
          {t("preview")}
        </a>
      )}
    </>
  );
}

type SectionProps<T> = { title: string; items: T[]; children: (item: T) => ReactNode };

/** Nothing where there is nothing. */
function Section<T>({ title, items, children }: SectionProps<T>) {
  if (items.length === 0) return null;
  return (
    <section>
      <h3 className="font-semibold">
        {title} <span className="tabular font-normal text-ink-2">{items.length}</span>
      </h3>
      <ol className="mt-1 flex flex-col gap-1">
        {items.map((item, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: they only grow, at their end
          <li key={index} className="break-words">
            {children(item)}
          </li>
        ))}
      </ol>
    </section>
  );
}

function Ms({ micros }: { micros: number }) {
  const { t } = useTranslation("toolbar");
  return <span className="tabular">{t("ms", { ms: formatNumber(micros / 1000, 1) })}</span>;
}

/** SQL stands indented in the server's source. */
export function withoutMargin(sql: string): string {
  const lines = sql.split("\n").filter((line) => line.trim() !== "");
  const margin = Math.min(...lines.map((line) => line.length - line.trimStart().length));
  return lines.map((line) => line.slice(lines.length > 1 ? margin : 0).trimEnd()).join("\n");
}
