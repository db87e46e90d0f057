import { useTranslation } from "react-i18next";
import type { Message, Person } from "@/api/contract.gen";
import { cn } from "@/ui/cn";

/** What both sides put on a message. Pressing one joins it, or takes the own one back. */
export function Reactions({
  message,
  other,
  onReact,
}: {
  message: Message;
  other: Person;
  onReact: (sign: string, on: boolean) => void;
}) {
  const { t } = useTranslation("chat");
  if (message.reactions.length === 0) return null;
  return (
    <ul className="mt-1 flex flex-wrap gap-1">
      {message.reactions.map(({ emoji, accounts }) => {
        const mine = accounts.some((account) => account !== other.account);
        const names = accounts.map((account) => (account === other.account ? other.name : t("you")));
        return (
          <li key={emoji}>
            <button
              type="button"
              aria-pressed={mine}
              aria-label={t("reaction.by", { emoji, names: names.join(", ") })}
              title={names.join(", ")}
              onClick={() => onReact(emoji, !mine)}
              className={cn(
                "inline-flex h-7 items-center gap-1 rounded-full border px-2 text-sm transition-colors pointer-coarse:h-9 pointer-coarse:px-3",
                mine ? "border-primary bg-primary-soft" : "border-line bg-surface hover:border-line-strong",
              )}
            >
              <span aria-hidden>{emoji}</span>
              {accounts.length > 1 && <span className="tabular text-xs text-ink-2">{accounts.length}</span>}
            </button>
          </li>
        );
      })}
    </ul>
  );
}
