import { useMutation } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { errorText } from "@/lib/error-text";
import { Button } from "@/ui/button";
import { toast } from "@/ui/toast";

const pause = 60;

/** "Send it again", at most once a minute. */
export function Resend({ send }: { send: () => Promise<unknown> }) {
  const { t } = useTranslation("auth");
  const [wait, setWait] = useState(pause);
  useEffect(() => {
    if (wait <= 0) return;
    const timer = setTimeout(() => setWait(wait - 1), 1000);
    return () => clearTimeout(timer);
  }, [wait]);
  const again = useMutation({
    mutationFn: send,
    onSuccess: () => {
      setWait(pause);
      toast(t("checkMail.sent"));
    },
    onError: (error) => toast.error(errorText(error)),
  });
  return (
    <Button
      variant="secondary"
      wide
      disabled={wait > 0}
      busy={again.isPending}
      onClick={() => again.mutate()}
      className="tabular"
    >
      {wait > 0 ? t("checkMail.resendIn", { seconds: wait }) : t("checkMail.resend")}
    </Button>
  );
}
