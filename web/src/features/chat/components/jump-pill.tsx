import { ArrowDown } from "lucide-react";
import { useTranslation } from "react-i18next";

/** Back to the newest, with what waits there. */
export function JumpPill({ unread, onJump }: { unread: number; onJump: () => void }) {
  const { t } = useTranslation("chat");
  return (
    <button
      type="button"
      onClick={onJump}
      aria-label={unread ? t("jump.unread", { count: unread }) : t("jump.label")}
      className="absolute bottom-3 left-1/2 flex h-10 -translate-x-1/2 animate-rise items-center gap-1.5 rounded-full border border-line bg-raised px-3.5 text-sm font-medium shadow-float hover:border-line-strong pointer-coarse:h-11"
    >
      <ArrowDown size={18} strokeWidth={1.75} aria-hidden />
      {unread > 0 ? t("jump.new", { count: unread }) : t("jump.latest")}
    </button>
  );
}
