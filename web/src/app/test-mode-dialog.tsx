import { useTranslation } from "react-i18next";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";

export default function TestModeDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("app");
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("testMode.title")}
      footer={<Button onClick={onClose}>{t("testMode.ok")}</Button>}
    >
      <div className="flex flex-col gap-3 text-ink-2">
        <p>{t("testMode.body1")}</p>
        <p>{t("testMode.body2")}</p>
      </div>
    </Dialog>
  );
}
