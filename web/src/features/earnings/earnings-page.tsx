import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { call } from "@/api/call";
import { formatNumber } from "@/lib/format";
import { useViewerZone } from "@/lib/preferences";
import { CsvButton } from "@/ui/csv-button";
import { Page, PageHeader } from "@/ui/page";
import { toast } from "@/ui/toast";
import { Entries } from "./components/entries";
import { Filters } from "./components/filters";
import { Totals } from "./components/totals";
import { addressOf, filterOf, isBackwards } from "./model/filter";
import { earningsQuery } from "./queries";

/** /mentor/earnings?kind=refund&from=2026-11-01: the mentor's money, from the books alone. */
export default function EarningsPage() {
  const { t } = useTranslation("earnings");
  const [address, setAddress] = useSearchParams();
  const [viewerZone] = useViewerZone();
  const zone = useQuery(earningsQuery).data?.time_zone;
  const filter = filterOf(address);
  const askable = !isBackwards(filter);
  const load = async () => {
    const file = await call("ledger.file", { query: filter });
    if (!file.complete) toast(t("file.cut", { rows: formatNumber(file.rows) }));
    return file;
  };
  return (
    <Page>
      <PageHeader
        title={t("title")}
        lead={t("lead")}
        action={<CsvButton label={t("file.save")} disabled={!askable} load={load} />}
      />
      <div className="flex flex-col gap-8">
        <Totals />
        <section aria-labelledby="entries" className="flex flex-col gap-4">
          <h2 id="entries" className="text-xl">
            {t("entries.title")}
          </h2>
          <Filters
            filter={filter}
            zone={zone}
            onChange={(next) => setAddress(addressOf(next), { replace: true })}
          />
          {askable && <Entries filter={filter} zone={zone ?? viewerZone} />}
        </section>
      </div>
    </Page>
  );
}
