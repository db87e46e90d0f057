import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { call } from "@/api/call";
import type { Booking } from "@/api/contract.gen";
import { errorText } from "@/lib/error-text";
import { Button } from "@/ui/button";
import { ConfirmDialog } from "@/ui/dialog";
import { toast } from "@/ui/toast";

/** Ends a hold before its time, so that others can have it. */
export function GiveBack({ booking }: { booking: Booking }) {
  const { t } = useTranslation("payments");
  const cache = useQueryClient();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button variant="ghost" wide onClick={() => setAsking(true)}>
        {t("giveBack.open")}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t("giveBack.title")}
        confirm={t("giveBack.confirm")}
        cancel={t("giveBack.keep")}
        errorText={errorText}
        onConfirm={async () => {
          await call("booking.cancel", { params: { booking: booking.id }, body: {} });
          void cache.invalidateQueries({ queryKey: ["booking"] });
          cache.removeQueries({ queryKey: ["payments", "status", booking.id] });
          toast(t("giveBack.done"));
          navigate(`/mentors/${booking.mentor.id}`);
        }}
      >
        <p>{t("giveBack.body", { name: booking.mentor.name })}</p>
      </ConfirmDialog>
    </>
  );
}
