import { useQuery } from "@tanstack/react-query";
import { Activity, MessageCircleReply } from "lucide-react";
import { useTranslation } from "react-i18next";
import { formatPercent } from "@/lib/format";
import { reliabilityQuery } from "./queries";

const icon = { size: 18, strokeWidth: 1.75, "aria-hidden": true, className: "shrink-0 text-ink-3" } as const;
const fact = "flex items-center gap-2";

/** Items for a list of facts about a mentor; nothing where too little is known, or while it is asked for. */
export function ReliabilityFacts({ mentor }: { mentor: string }) {
  const { t } = useTranslation("analytics");
  const { data } = useQuery(reliabilityQuery(mentor));
  return (
    <>
      {data?.response_rate != null && (
        <li className={`tabular ${fact}`}>
          <MessageCircleReply {...icon} />
          {t("reliability.rate", { percent: formatPercent(data.response_rate / 100) })}
        </li>
      )}
      {data?.last_active && (
        <li className={fact}>
          <Activity {...icon} />
          {t(`reliability.${data.last_active}`)}
        </li>
      )}
    </>
  );
}

/** The same for the mentor, who may want to know why something is not shown. */
export function OwnReliability({ mentor }: { mentor: string }) {
  const { t } = useTranslation("analytics");
  const { data } = useQuery(reliabilityQuery(mentor));
  if (!data) return null;
  return (
    <section aria-labelledby="reliability" className="rounded-lg border border-line bg-surface p-5">
      <h2 id="reliability" className="text-lg">
        {t("reliability.title")}
      </h2>
      <ul className="mt-3 flex flex-col gap-2 text-sm text-ink-2">
        <ReliabilityFacts mentor={mentor} />
        {data.response_rate === null && <li>{t("reliability.tooFew")}</li>}
        {data.last_active === null && <li>{t("reliability.notShown")}</li>}
      </ul>
    </section>
  );
}
