import { useTranslation } from "react-i18next";
import { cn } from "@/ui/cn";

/** A number on an entry; read out as "3 new". */
export function Waiting({ count, className }: { count: number | undefined; className?: string }) {
  const { t } = useTranslation("app");
  if (!count) return null;
  return (
    <span
      className={cn(
        "tabular grid h-5 min-w-5 place-items-center rounded-full bg-primary px-1.5 text-xs leading-none font-semibold text-on-primary",
        className,
      )}
    >
      <span aria-hidden>{count > 99 ? "99+" : count}</span>
      <span className="sr-only">{t("nav.waiting", { count })}</span>
    </span>
  );
}
