import { Search } from "lucide-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { cn } from "@/ui/cn";

/** One field to the mentor list. Ctrl-K (or ⌘K) jumps to it from anywhere. */
export function QuickSearch({ className }: { className?: string }) {
  const { t } = useTranslation("app");
  const navigate = useNavigate();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const jump = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    window.addEventListener("keydown", jump);
    return () => window.removeEventListener("keydown", jump);
  }, []);
  const search = (form: FormData) => {
    const q = String(form.get("q") ?? "").trim();
    navigate(q ? `/mentors?q=${encodeURIComponent(q)}` : "/mentors");
  };
  return (
    <search className={className}>
      <form action={search} className="relative max-w-sm">
        <Search
          size={18}
          strokeWidth={1.75}
          aria-hidden
          className="pointer-events-none absolute top-1/2 left-3 -translate-y-1/2 text-ink-3"
        />
        <input
          ref={input}
          name="q"
          type="search"
          aria-label={t("search")}
          aria-keyshortcuts="Control+K"
          placeholder={t("search")}
          className={cn(
            "h-10 w-full rounded-md bg-sunken pr-16 pl-10 text-sm transition-colors hover:bg-hover focus-visible:bg-surface",
          )}
        />
        <kbd
          aria-hidden
          className="absolute top-1/2 right-2.5 -translate-y-1/2 rounded-sm border border-line bg-surface px-1.5 text-xs text-ink-3"
        >
          Ctrl K
        </kbd>
      </form>
    </search>
  );
}
