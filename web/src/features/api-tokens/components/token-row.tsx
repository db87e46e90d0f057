import { useQueryClient } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "@/api/call";
import type { ApiToken } from "@/api/contract.gen";
import { errorText } from "@/lib/error-text";
import { formatDay, formatRelative } from "@/lib/format";
import { useViewerZone } from "@/lib/preferences";
import { useNow } from "@/lib/use-now";
import { Badge } from "@/ui/bits";
import { Button } from "@/ui/button";
import { ConfirmDialog } from "@/ui/dialog";
import { toast } from "@/ui/toast";
import { tokensQuery } from "../queries";

export function TokenRow({ token }: { token: ApiToken }) {
  const { t } = useTranslation("api-tokens");
  const [zone] = useViewerZone();
  const now = useNow(60_000);
  const cache = useQueryClient();
  const [asking, setAsking] = useState(false);
  const revoke = async () => {
    await call("auth.revokeApiToken", { params: { token: token.id } });
    toast(t("revoked", { name: token.name }));
    await cache.invalidateQueries(tokensQuery);
  };
  return (
    <div className="flex items-start gap-4">
      <KeyRound size={20} strokeWidth={1.75} aria-hidden className="mt-0.5 shrink-0 text-ink-3" />
      <div className="min-w-0 grow text-sm">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          <span className="break-words">{token.name}</span>
          {token.scopes.map((scope) => (
            <Badge key={scope}>{t(`scope.${scope}`)}</Badge>
          ))}
        </p>
        <p className="mt-1 font-mono text-xs text-ink-3">{token.begins}…</p>
        <p className="mt-1 text-ink-3">
          {[
            t("ends", { when: formatDay(token.expires_at, zone) }),
            token.last_used_at ? t("used", { when: formatRelative(token.last_used_at, now) }) : t("unused"),
            t("made", { when: formatDay(token.created_at, zone) }),
          ].join(" · ")}
        </p>
      </div>
      <Button
        variant="danger-ghost"
        size="sm"
        aria-label={t("revokeLabel", { name: token.name })}
        onClick={() => setAsking(true)}
      >
        {t("revoke")}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t("revokeTitle", { name: token.name })}
        confirm={t("revoke")}
        cancel={t("keep")}
        danger
        onConfirm={revoke}
        errorText={errorText}
      >
        <p>{t("revokeBody")}</p>
      </ConfirmDialog>
    </div>
  );
}
