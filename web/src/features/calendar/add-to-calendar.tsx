import { useMutation } from "@tanstack/react-query";
import { CalendarPlus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { call } from "@/api/call";
import { errorText } from "@/lib/error-text";
import { saveFile } from "@/lib/save-file";
import { Button } from "@/ui/button";
import { toast } from "@/ui/toast";

/** A confirmed session as a file that calendar programs open. */
export function AddToCalendar({ booking }: { booking: number }) {
  const { t } = useTranslation("calendar");
  const file = useMutation({
    mutationFn: () => call("calendar.session", { params: { booking } }),
    onSuccess: ({ name, content }) => saveFile(name, content, "text/calendar"),
    onError: (error) => toast.error(errorText(error)),
  });
  return (
    <Button variant="secondary" busy={file.isPending} onClick={() => file.mutate()}>
      <CalendarPlus size={18} strokeWidth={1.75} aria-hidden />
      {t("add")}
    </Button>
  );
}
