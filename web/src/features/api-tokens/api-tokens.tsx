import { useQuery, useQueryClient } from "@tanstack/react-query";
import { ExternalLink } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Skeleton } from "@/ui/bits";
import { Button } from "@/ui/button";
import { ShownOnce } from "@/ui/shown-once";
import { ErrorState } from "@/ui/states";
import { TokenForm } from "./components/token-form";
import { TokenRow } from "./components/token-row";
import { tokensQuery } from "./queries";

/** The tokens of one's own programs: made, shown once, listed, revoked. */
export default function ApiTokens() {
  const { t } = useTranslation("api-tokens");
  return (
    <div className="flex flex-col items-stretch gap-4">
      <p className="text-sm text-ink-2">
        {t("what")}{" "}
        <a className="link inline-flex items-center gap-1" href="/api/docs/" target="_blank" rel="noreferrer">
          {t("docs")}
          <ExternalLink size={16} strokeWidth={1.75} aria-hidden />
        </a>
      </p>
      <ListAndSteps />
    </div>
  );
}

function ListAndSteps() {
  const { t } = useTranslation("api-tokens");
  const cache = useQueryClient();
  const list = useQuery(tokensQuery);
  const [making, setMaking] = useState(false);
  // In memory only, and gone with the page: the server cannot tell it again.
  const [token, setToken] = useState<string | null>(null);

  if (list.isPending) return <Skeleton className="h-16" />;
  if (!list.data)
    return <ErrorState error={list.error} onRetry={() => list.refetch()} busy={list.isFetching} />;
  if (making)
    return (
      <TokenForm
        onCancel={() => setMaking(false)}
        onMade={async (made) => {
          setToken(made.token);
          setMaking(false);
          await cache.invalidateQueries(tokensQuery);
        }}
      />
    );
  return (
    <>
      {token && (
        <div className="flex flex-col items-start gap-3 rounded-lg bg-sunken p-4">
          <ShownOnce label={t("token")} help={t("once")} value={token} />
          <Button variant="secondary" onClick={() => setToken(null)}>
            {t("kept")}
          </Button>
        </div>
      )}
      {list.data.items.length === 0 ? (
        <p>{t("none")}</p>
      ) : (
        <ul className="divide-y divide-line">
          {list.data.items.map((one) => (
            <li key={one.id} className="py-4 first:pt-0">
              <TokenRow token={one} />
            </li>
          ))}
        </ul>
      )}
      {!token && (
        <Button variant="secondary" className="self-start" onClick={() => setMaking(true)}>
          {t("make")}
        </Button>
      )}
    </>
  );
}
