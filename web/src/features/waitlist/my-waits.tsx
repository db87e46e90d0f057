import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ErrorState } from "@/ui/states";
import { WaitRow } from "./components/wait-row";
import { waitsQuery } from "./queries";

/** On the dashboard: there only while somebody waits for something. */
export function MyWaits() {
  const { t } = useTranslation("waitlist");
  const waits = useQuery(waitsQuery);
  if (waits.isError && !waits.data)
    return <ErrorState error={waits.error} onRetry={() => waits.refetch()} busy={waits.isFetching} />;
  if (!waits.data || waits.data.items.length === 0) return null;
  return (
    <section aria-labelledby="waits">
      <h2 id="waits" className="mb-2 text-xl">
        {t("list.title")}
      </h2>
      <ul className="divide-y divide-line border-y border-line">
        {waits.data.items.map((wait) => (
          <li key={wait.id}>
            <WaitRow wait={wait} />
          </li>
        ))}
      </ul>
    </section>
  );
}
