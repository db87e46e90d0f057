import { CalendarClock, ChevronRight, ListChecks, MessageCircle, Star } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { OpenAction } from "@/api/contract.gen";
import { dateKey, formatDay } from "@/lib/format";
import { noonOf } from "@/lib/month";
import { useViewerZone } from "@/lib/preferences";
import { useNow } from "@/lib/use-now";
import { Card } from "@/ui/bits";
import { cn } from "@/ui/cn";

const icons = { action: ListChecks, chat: MessageCircle, review: Star, key: CalendarClock };

/** A list of what waits; the caller leaves it out when nothing does. */
export function ToDoList({ children }: { children: ReactNode }) {
  const { t } = useTranslation("dashboard");
  return (
    <Card className="flex flex-col gap-2">
      <h2 className="text-lg">{t("toDo.title")}</h2>
      <ul aria-label={t("toDo.title")} className="divide-y divide-line">
        {children}
      </ul>
    </Card>
  );
}

type LineProps = { icon: keyof typeof icons; to: string; help?: ReactNode; children: ReactNode };

export function ToDoLine({ icon, to, help, children }: LineProps) {
  const Icon = icons[icon];
  return (
    <li>
      <Link to={to} className="-mx-2 flex min-h-14 items-center gap-3 rounded-md px-2 py-2 hover:bg-hover">
        <Icon size={20} strokeWidth={1.75} aria-hidden className="shrink-0 text-primary-ink" />
        <span className="min-w-0 grow text-sm">
          <span className="block font-medium break-words">{children}</span>
          {help && <span className="block text-ink-2">{help}</span>}
        </span>
        <ChevronRight size={18} strokeWidth={1.75} aria-hidden className="shrink-0 text-ink-3" />
      </Link>
    </li>
  );
}

/** An action item of the viewer's own; leads to the place where it was agreed on. */
export function ActionLine({ action }: { action: OpenAction }) {
  const { t } = useTranslation("dashboard");
  const [zone] = useViewerZone();
  const now = useNow(60_000);
  const { id } = action.with;
  const late = action.due !== null && action.due < dateKey(now, zone);
  return (
    <ToDoLine
      icon="action"
      to={id.startsWith("M") ? `/my-mentors/${id}` : `/mentor/students/${id}`}
      help={
        <>
          {t("toDo.agreed", { name: action.with.name })}
          {action.due && (
            <>
              {" · "}
              <time dateTime={action.due} className={cn("tabular", late && "font-medium text-danger-ink")}>
                {t(late ? "toDo.wasDue" : "toDo.isDue", { day: formatDay(noonOf(action.due), "UTC", now) })}
              </time>
            </>
          )}
        </>
      }
    >
      {action.text}
    </ToDoLine>
  );
}
