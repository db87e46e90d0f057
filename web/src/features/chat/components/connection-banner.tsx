import { CloudOff } from "lucide-react";
import { useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { useLiveMissing } from "@/lib/use-live";

const subscribe = (listener: () => void) => {
  window.addEventListener("online", listener);
  window.addEventListener("offline", listener);
  return () => {
    window.removeEventListener("online", listener);
    window.removeEventListener("offline", listener);
  };
};

/** Only after three seconds without: a blink is nobody's business. The region is there before its words are. */
export function ConnectionBanner() {
  const { t } = useTranslation("chat");
  const missing = useLiveMissing();
  const online = useSyncExternalStore(subscribe, () => navigator.onLine !== false);
  return (
    <div role="status">
      {missing && (
        <p className="flex animate-fade items-center gap-2 bg-warning-soft px-4 py-2 text-sm text-warning-ink sm:px-6">
          <CloudOff size={18} strokeWidth={1.75} aria-hidden className="shrink-0" />
          {online ? t("connection.lost") : t("connection.offline")}
        </p>
      )}
    </div>
  );
}
