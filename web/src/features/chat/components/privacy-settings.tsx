import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { call } from "@/api/call";
import type { LiveSettings } from "@/api/contract.gen";
import { errorText } from "@/lib/error-text";
import { Skeleton } from "@/ui/bits";
import { Switch } from "@/ui/choices";
import { ErrorState } from "@/ui/states";
import { toast } from "@/ui/toast";
import { setDesktop, useDesktop } from "../api/desktop";
import { liveSettingsQuery } from "../api/queries";

/** What others see of the viewer, and whether this device tells about messages. Takes effect at once. */
export default function ChatSettings() {
  const { t } = useTranslation("chat");
  const cache = useQueryClient();
  const settings = useQuery(liveSettingsQuery);
  const change = useMutation({
    mutationFn: (body: LiveSettings) => call("realtime.setSettings", { body }),
    onMutate: (next) => cache.setQueryData(liveSettingsQuery.queryKey, next),
    onError: (error) => {
      toast.error(errorText(error));
      void cache.invalidateQueries({ queryKey: liveSettingsQuery.queryKey });
    },
    onSuccess: () => void cache.invalidateQueries({ queryKey: ["chat"] }),
  });
  if (settings.isPending) return <Skeleton className="h-36" />;
  if (!settings.data) return <ErrorState error={settings.error} onRetry={() => settings.refetch()} />;
  const { data } = settings;
  return (
    <ul className="flex flex-col gap-5">
      <Setting
        label={t("settings.online")}
        help={t("settings.onlineHelp")}
        checked={data.show_online}
        onChange={(show_online) => change.mutate({ ...data, show_online })}
      />
      <Setting
        label={t("settings.receipts")}
        help={t("settings.receiptsHelp")}
        checked={data.read_receipts}
        onChange={(read_receipts) => change.mutate({ ...data, read_receipts })}
      />
      <Desktop />
    </ul>
  );
}

type SettingProps = {
  label: string;
  help: string;
  checked: boolean;
  disabled?: boolean;
  onChange: (on: boolean) => void;
};

function Setting({ label, help, checked, disabled, onChange }: SettingProps) {
  return (
    <li>
      <Switch label={label} checked={checked} disabled={disabled} onChange={onChange} />
      <p className="mt-1 pl-13 text-sm text-ink-3">{help}</p>
    </li>
  );
}

function Desktop() {
  const { t } = useTranslation("chat");
  const state = useDesktop();
  return (
    <Setting
      label={t("settings.desktop")}
      help={t(`settings.desktopState.${state}`)}
      checked={state === "on"}
      disabled={state === "unsupported" || state === "denied"}
      onChange={(on) => void setDesktop(on)}
    />
  );
}
