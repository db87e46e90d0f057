import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Monitor, Smartphone } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { call } from "@/api/call";
import type { Device } from "@/api/contract.gen";
import { session } from "@/api/session";
import { errorText } from "@/lib/error-text";
import { formatDay, formatRelative } from "@/lib/format";
import { useViewerZone } from "@/lib/preferences";
import { useNow } from "@/lib/use-now";
import { Badge, Skeleton } from "@/ui/bits";
import { Button } from "@/ui/button";
import { ConfirmDialog } from "@/ui/dialog";
import { ErrorState } from "@/ui/states";
import { toast } from "@/ui/toast";

const devicesQuery = queryOptions({
  queryKey: ["account", "devices"],
  queryFn: ({ signal }) => call("auth.devices", {}, signal),
});

export function Devices() {
  const { t } = useTranslation("account");
  const navigate = useNavigate();
  const list = useQuery(devicesQuery);
  const [asking, setAsking] = useState(false);
  if (list.isPending) {
    return (
      <div className="flex flex-col gap-3">
        <Skeleton className="h-16" />
        <Skeleton className="h-16" />
      </div>
    );
  }
  if (!list.data)
    return <ErrorState error={list.error} onRetry={() => list.refetch()} busy={list.isFetching} />;

  const signOutEverywhere = async () => {
    await call("auth.logoutEverywhere");
    session.end();
    navigate("/sign-in", { replace: true });
  };
  const devices = [...list.data.items].sort((a, b) => Number(b.current) - Number(a.current));
  return (
    <>
      <ul className="divide-y divide-line">
        {devices.map((device) => (
          <li key={device.id} className="py-4 first:pt-0">
            <DeviceRow device={device} />
          </li>
        ))}
      </ul>
      <Button variant="secondary" size="sm" onClick={() => setAsking(true)}>
        {t("devices.all")}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t("devices.allTitle")}
        confirm={t("devices.allConfirm")}
        danger
        onConfirm={signOutEverywhere}
        errorText={errorText}
      >
        <p>{t("devices.allBody")}</p>
      </ConfirmDialog>
    </>
  );
}

function DeviceRow({ device }: { device: Device }) {
  const { t } = useTranslation("account");
  const [zone] = useViewerZone();
  const now = useNow(60_000);
  const cache = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => call("auth.revokeDevice", { params: { device: device.id } }),
    onSuccess: () => toast(t("devices.revoked", { name: device.name })),
    onError: (error) => toast.error(errorText(error)),
    onSettled: () => cache.invalidateQueries(devicesQuery),
  });
  const Icon = /iPhone|Android|iPad/.test(device.name) ? Smartphone : Monitor;
  return (
    <div className="flex items-center gap-4">
      <Icon size={20} strokeWidth={1.75} aria-hidden className="shrink-0 text-ink-3" />
      <div className="min-w-0 grow text-sm">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          {device.name}
          {device.current && <Badge tone="success">{t("devices.current")}</Badge>}
        </p>
        <p className="text-ink-3">
          {[
            !device.current && t("devices.seen", { when: formatRelative(device.last_seen_at, now) }),
            t("devices.since", { when: formatDay(device.created_at, zone) }),
            device.network && t("devices.network", { network: device.network }),
          ]
            .filter(Boolean)
            .join(" · ")}
        </p>
      </div>
      {!device.current && (
        <Button
          variant="danger-ghost"
          size="sm"
          busy={revoke.isPending}
          aria-label={t("devices.revokeLabel", { name: device.name })}
          onClick={() => revoke.mutate()}
        >
          {t("devices.revoke")}
        </Button>
      )}
    </div>
  );
}
