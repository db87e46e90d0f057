import { useTranslation } from "react-i18next";
import type { Person } from "@/api/contract.gen";
import { formatRelative } from "@/lib/format";
import { usePresence } from "@/lib/presence";
import { useNow } from "@/lib/use-now";
import { Avatar } from "@/ui/bits";
import { cn } from "@/ui/cn";

/** The avatar with a dot while they are there. */
export function PersonAvatar({ person, size = "md" }: { person: Person; size?: "sm" | "md" | "xl" }) {
  const { t } = useTranslation("chat");
  const { online } = usePresence(person);
  return (
    <span className="relative shrink-0">
      <Avatar name={person.name} photo={person.photo} size={size} />
      {online && (
        <span
          role="img"
          aria-label={t("presence.online")}
          className={cn(
            "absolute right-0 bottom-0 rounded-full border-2 border-surface bg-success",
            size === "xl" ? "right-1.5 bottom-1.5 size-4.5" : size === "md" ? "size-3.5" : "size-3",
          )}
        />
      )}
    </span>
  );
}

/** "Online", "last seen 5 minutes ago", or nothing for who hides it. */
export function PresenceLine({ person, className }: { person: Person; className?: string }) {
  const { t } = useTranslation("chat");
  const now = useNow(30_000);
  const { online, last_seen } = usePresence(person);
  const text = online
    ? t("presence.online")
    : last_seen
      ? t("presence.lastSeen", { when: formatRelative(last_seen, now) })
      : t(`role.${person.role}`);
  return <span className={cn("text-sm", online ? "text-success-ink" : "text-ink-3", className)}>{text}</span>;
}
