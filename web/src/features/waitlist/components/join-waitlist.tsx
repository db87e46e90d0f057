import { useQuery, useQueryClient } from "@tanstack/react-query";
import { BellRing } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "react-router";
import type { PublicMentor, Service } from "@/api/contract.gen";
import { formatTime } from "@/lib/format";
import { usePreference, useViewerZone } from "@/lib/preferences";
import { useUser } from "@/lib/use-session";
import { Button } from "@/ui/button";
import { Notice } from "@/ui/states";
import { waitsQuery } from "../queries";

const WishDialog = lazy(async () => ({ default: (await import("./wish-dialog")).WishDialog }));

/** Below the times of a mentor: be told when another one frees up, or how one stands in the line. */
export function JoinWaitlist({ mentor, service }: { mentor: PublicMentor; service: Service }) {
  const { t } = useTranslation("waitlist");
  const user = useUser();
  const here = useLocation();
  if (user === null) {
    const next = encodeURIComponent(`${here.pathname}${here.search}#book`);
    return (
      <Link to={`/sign-in?next=${next}`} className="link text-sm">
        {t("join.signIn")}
      </Link>
    );
  }
  if (!user.roles.includes("student") || user.mentor_id === mentor.mentor_id) return null;
  return <Standing mentor={mentor} service={service} />;
}

function Standing({ mentor, service }: { mentor: PublicMentor; service: Service }) {
  const { t } = useTranslation("waitlist");
  const [zone] = useViewerZone();
  const [hours] = usePreference("hours");
  const [asking, setAsking] = useState(false);
  const cache = useQueryClient();
  const waits = useQuery(waitsQuery);
  const mine = waits.data?.items.find((wait) => wait.service === service.id);
  if (mine?.state === "offered") {
    return (
      <Notice tone="success" icon={<BellRing strokeWidth={1.75} />}>
        <p>
          {t("standing.offered", {
            until: mine.offer_expires_at ? formatTime(mine.offer_expires_at, zone, hours) : "",
          })}
        </p>
        <Button asChild size="sm" className="mt-3">
          <Link to={`/waitlist/${mine.id}`}>{t("standing.see")}</Link>
        </Button>
      </Notice>
    );
  }
  return (
    <div>
      {mine ? (
        <Notice icon={<BellRing strokeWidth={1.75} />}>
          <p>{t("standing.waiting", { count: mine.ahead })}</p>
          <Button size="sm" variant="secondary" className="mt-3" onClick={() => setAsking(true)}>
            {t("standing.change")}
          </Button>
        </Notice>
      ) : (
        <Button variant="ghost" wide onClick={() => setAsking(true)}>
          <BellRing size={18} strokeWidth={1.75} aria-hidden />
          {t("join.open")}
        </Button>
      )}
      {asking && (
        <Suspense>
          <WishDialog
            mentor={mentor}
            service={service}
            known={mine}
            onClose={() => {
              setAsking(false);
              void cache.invalidateQueries({ queryKey: waitsQuery.queryKey });
            }}
          />
        </Suspense>
      )}
    </div>
  );
}
