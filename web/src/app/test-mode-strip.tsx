import { useQuery } from "@tanstack/react-query";
import { FlaskConical, Wrench } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { siteStatusQuery } from "@/lib/site-status";
import { useClosed } from "./maintenance";

const TestModeDialog = lazy(() => import("./test-mode-dialog"));

/** Above everything on a test system, with the words for what that means and the way to its mails. */
export function TestModeStrip() {
  const { t } = useTranslation("app");
  const { data: status } = useQuery(siteStatusQuery);
  const [open, setOpen] = useState(false);
  const closed = useClosed();
  if (!status) return null;
  return (
    <>
      {status.maintenance_mode && !closed && (
        <p
          role="status"
          className="flex items-center justify-center gap-2 bg-primary-soft px-4 py-1.5 text-sm text-primary-ink"
        >
          <Wrench size={16} strokeWidth={1.75} aria-hidden />
          {status.message || t("maintenance")}
        </p>
      )}
      {status.test_mode && (
        <aside
          aria-label={t("testMode.title")}
          data-strip
          className="flex flex-wrap items-center justify-center gap-x-4 bg-accent-soft px-4 py-1 text-sm text-accent-ink"
        >
          <span className="inline-flex items-center gap-2">
            <FlaskConical size={16} strokeWidth={1.75} aria-hidden />
            {t("testMode.strip")}
          </span>
          <span className="flex gap-4">
            <button
              type="button"
              className="inline-flex min-h-6 items-center underline underline-offset-3"
              onClick={() => setOpen(true)}
            >
              {t("testMode.what")}
            </button>
            <a
              className="inline-flex min-h-6 items-center underline underline-offset-3"
              href="/sandbox/mail/"
            >
              {t("testMode.mail")}
            </a>
          </span>
          {open && (
            <Suspense fallback={null}>
              <TestModeDialog onClose={() => setOpen(false)} />
            </Suspense>
          )}
        </aside>
      )}
    </>
  );
}
