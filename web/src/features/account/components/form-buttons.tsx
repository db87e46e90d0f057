import { useTranslation } from "react-i18next";
import { Button } from "@/ui/button";

type Props = { submit: string; busy: boolean; danger?: boolean; onCancel: () => void };

/** The way on and the way back at the end of each step of the second factor. */
export function FormButtons({ submit, busy, danger, onCancel }: Props) {
  const { t } = useTranslation("account");
  return (
    <div className="flex flex-wrap gap-2">
      <Button type="submit" variant={danger ? "danger" : "primary"} busy={busy}>
        {submit}
      </Button>
      <Button variant="ghost" onClick={onCancel}>
        {t("factor.cancel")}
      </Button>
    </div>
  );
}
