import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "@/api/call";
import { errorText } from "@/lib/error-text";
import { Button } from "@/ui/button";
import { ConfirmDialog } from "@/ui/dialog";
import { toast } from "@/ui/toast";
import { attendanceQuery } from "../queries";

/** Says that it is all right that the other one did not come. */
export function Excuse({ booking, name }: { booking: number; name: string }) {
  const { t } = useTranslation("attendance");
  const cache = useQueryClient();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button variant="secondary" size="sm" className="self-start" onClick={() => setAsking(true)}>
        {t("excuse.open", { name })}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t("excuse.title", { name })}
        confirm={t("excuse.confirm")}
        errorText={errorText}
        onConfirm={async () => {
          const done = await call("attendance.excuse", { params: { booking } });
          cache.setQueryData(attendanceQuery(booking).queryKey, done);
          toast(t("excuse.done", { name }));
        }}
      >
        <p>{t("excuse.body", { name })}</p>
      </ConfirmDialog>
    </>
  );
}
