import { queryOptions, useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { call } from "@/api/call";
import type { KeptFiles } from "@/api/contract.gen";
import { formatBytes } from "@/lib/format";
import { cn } from "@/ui/cn";
import { ErrorState } from "@/ui/states";
import { Section } from "./section";

const storageQuery = queryOptions({
  queryKey: ["account", "storage"],
  queryFn: ({ signal }) => call("files.storage", {}, signal),
});
/** From here on somebody should know before the next upload does not fit. */
const nearlyFull = 0.9;

/** How much room for files the account has. */
export default function Storage() {
  const { t } = useTranslation("account");
  const query = useQuery(storageQuery);
  return (
    <Section id="storage" title={t("storage.title")} lead={t("storage.lead")}>
      {query.data ? (
        <div className="flex flex-col gap-4">
          {query.data.rooms.map((kept) => (
            <Kept key={kept.room} {...kept} />
          ))}
        </div>
      ) : (
        query.isError && (
          <ErrorState error={query.error} onRetry={() => query.refetch()} busy={query.isFetching} />
        )
      )}
    </Section>
  );
}

function Kept({ room, used, most }: KeptFiles) {
  const { t } = useTranslation("account", { keyPrefix: "storage" });
  const label = useId();
  const part = Math.min(1, used / most);
  const words = t("used", { used: used ? formatBytes(used) : "0", most: formatBytes(most) });
  return (
    <div className="flex flex-col gap-1.5">
      <p className="flex flex-wrap justify-between gap-x-4 text-sm">
        <span id={label}>{t(room)}</span>
        <span className="tabular text-ink-2">{words}</span>
      </p>
      <meter className="sr-only" aria-labelledby={label} aria-valuetext={words} value={used} max={most} />
      <div aria-hidden className="h-1.5 overflow-hidden rounded-full bg-sunken">
        <div
          className={cn("h-full rounded-full", part < nearlyFull ? "bg-primary" : "bg-danger")}
          style={{ width: `${part * 100}%` }}
        />
      </div>
      {part >= nearlyFull && <p className="text-sm text-ink-2">{t("full")}</p>}
    </div>
  );
}
