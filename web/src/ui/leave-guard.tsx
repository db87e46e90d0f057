import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useBlocker } from "react-router";
import { ConfirmDialog } from "./dialog";

/** The state of a navigation that follows a save: nothing is lost by it, nobody is asked. */
export const afterSaving = { saved: true };

/** Asks before a page with unsaved changes is left: by a link of ours in our words, else in the browser's. */
export function LeaveGuard({ when }: { when: boolean }) {
  const { t } = useTranslation("ui");
  const leaving = useRef(false);
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      when &&
      currentLocation.pathname !== nextLocation.pathname &&
      (nextLocation.state as Partial<typeof afterSaving> | null)?.saved !== true,
  );
  useEffect(() => {
    if (!when) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [when]);
  return (
    <ConfirmDialog
      open={blocker.state === "blocked"}
      // The dialog also closes after "Leave"; a reset then would stop the way back in the history.
      onOpenChange={() => !leaving.current && blocker.reset?.()}
      title={t("leave.title")}
      confirm={t("leave.confirm")}
      cancel={t("leave.stay")}
      danger
      onConfirm={() => {
        leaving.current = true;
        blocker.proceed?.();
      }}
    >
      <p>{t("leave.body")}</p>
    </ConfirmDialog>
  );
}
