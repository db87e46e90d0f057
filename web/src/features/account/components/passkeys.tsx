import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "@/api/call";
import { passkeysHere } from "@/lib/passkey";
import { Skeleton } from "@/ui/bits";
import { Button } from "@/ui/button";
import { ErrorState } from "@/ui/states";
import { toast } from "@/ui/toast";
import { factorQuery } from "./factor-query";
import { PasskeyAdd } from "./passkey-add";
import { PasskeyRow } from "./passkey-row";

const passkeysQuery = queryOptions({
  queryKey: ["account", "passkeys"],
  queryFn: ({ signal }) => call("auth.passkeys", {}, signal),
});

const most = 10;

/** What signs in without a password: each named, renamed and removed; a new one. */
export default function Passkeys() {
  const { t } = useTranslation("account");
  const cache = useQueryClient();
  const list = useQuery(passkeysQuery);
  const factor = useQuery(factorQuery);
  const [adding, setAdding] = useState(false);
  const failed = list.isError ? list : factor.isError ? factor : null;

  if (failed)
    return <ErrorState error={failed.error} onRetry={() => failed.refetch()} busy={failed.isFetching} />;
  if (!list.data || !factor.data) return <Skeleton className="h-16" />;

  const changed = async (said: string) => {
    toast(said);
    await cache.invalidateQueries({ queryKey: passkeysQuery.queryKey });
  };
  const { items } = list.data;
  const asksCode = factor.data.enabled;
  return (
    <div className="flex flex-col items-start gap-5">
      {items.length > 0 && (
        <ul className="w-full divide-y divide-line">
          {items.map((passkey) => (
            <li key={passkey.id} className="py-4 first:pt-0">
              <PasskeyRow passkey={passkey} asksCode={asksCode} onChanged={changed} />
            </li>
          ))}
        </ul>
      )}
      {items.length === 0 && !adding && <p className="text-ink-2">{t("passkeys.none")}</p>}
      {adding && (
        <PasskeyAdd
          asksCode={asksCode}
          onCancel={() => setAdding(false)}
          onAdded={async ({ name }) => {
            setAdding(false);
            await changed(t("passkeys.added", { name }));
          }}
        />
      )}
      {!adding && !passkeysHere() && <p className="text-sm text-ink-3">{t("passkeys.notHere")}</p>}
      {!adding && passkeysHere() && items.length >= most && (
        <p className="text-sm text-ink-3">{t("passkeys.full")}</p>
      )}
      {!adding && passkeysHere() && items.length < most && (
        <Button variant="secondary" onClick={() => setAdding(true)}>
          {t("passkeys.add")}
        </Button>
      )}
    </div>
  );
}
