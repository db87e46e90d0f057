import { CalendarClock, Languages } from "lucide-react";
import { Trans, useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { MentorCard as Mentor } from "@/api/contract.gen";
import { formatDateTime, formatMoney } from "@/lib/format";
import { usePreference, useViewerZone } from "@/lib/preferences";
import { Avatar, Skeleton, Stars } from "@/ui/bits";
import { Heart } from "./heart";

/**
 * As many skills as fit on the card's one line, judged by their length: a chip cut off in the middle says nothing.
 * 6.3 px is a character of Inter at 12 px, 26 the chip's padding and gap, 245 the line without "+n".
 */
function fitting(skills: string[]) {
  let room = 245;
  const count = skills.findIndex((skill) => {
    room -= skill.length * 6.3 + 26;
    return room < 0;
  });
  return count === -1 ? skills : skills.slice(0, Math.max(1, count));
}

/** One mentor in a list. The whole card leads to the page; the name is the link that is read out. */
export function MentorCard({ mentor, level = 2 }: { mentor: Mentor; level?: 2 | 3 }) {
  const { t } = useTranslation("mentors");
  const Heading = `h${level}` as const;
  return (
    <article className="later-73 group relative flex h-full flex-col rounded-lg border border-line bg-surface transition-[border-color,transform] hover:-translate-y-0.5 hover:border-line-strong has-[a:focus-visible]:outline-2 has-[a:focus-visible]:outline-offset-2 has-[a:focus-visible]:outline-primary">
      <div className="flex grow flex-col gap-4 p-5">
        <div className="flex items-start gap-3.5">
          <Avatar name={mentor.name} photo={mentor.photo} size="lg" />
          <div className="min-w-0 grow">
            <Heading className="truncate text-lg leading-6">
              <Link
                to={`/mentors/${mentor.mentor_id}`}
                className="outline-none after:absolute after:inset-0 after:rounded-lg"
              >
                {mentor.name}
              </Link>
            </Heading>
            <div className="mt-0.5">
              <Stars rating={mentor.rating} count={mentor.rating_count} />
            </div>
          </div>
          <Heart mentor={mentor.mentor_id} name={mentor.name} className="z-10 -mt-2 -mr-2.5" />
        </div>
        <p className="line-clamp-2 min-h-11 text-sm text-ink-2">{mentor.headline}</p>
        <div className="mt-auto flex flex-col gap-2.5">
          <SkillLine skills={mentor.skills} />
          <p className="flex items-center gap-1.5 text-sm text-ink-3">
            <Languages size={16} strokeWidth={1.75} aria-hidden className="shrink-0" />
            <span className="truncate">{mentor.languages.join(", ")}</span>
          </p>
        </div>
      </div>
      <div className="flex h-15.5 items-center justify-between gap-3 border-t border-line px-5 text-sm">
        <NextFree at={mentor.next_free_at} />
        <span className="tabular shrink-0 text-ink-3">
          {mentor.price_from ? (
            <Trans
              t={t}
              i18nKey="card.from"
              values={{ price: formatMoney(mentor.price_from) }}
              components={{ b: <span className="text-base font-semibold text-ink" /> }}
            />
          ) : (
            t("card.noServices")
          )}
        </span>
      </div>
    </article>
  );
}

function SkillLine({ skills }: { skills: string[] }) {
  const { t } = useTranslation("mentors");
  const shown = fitting(skills);
  const rest = skills.length - shown.length;
  return (
    <ul className="flex gap-1.5">
      {shown.map((skill) => (
        <li
          key={skill}
          className="h-6.5 min-w-0 truncate rounded-full bg-sunken px-2.5 text-xs leading-6.5 text-ink-2"
        >
          {skill}
        </li>
      ))}
      {rest > 0 && (
        <li className="h-6.5 shrink-0 px-1 text-xs leading-6.5 text-ink-3">
          <span aria-hidden>+{rest}</span>
          <span className="sr-only">{t("card.moreSkills", { count: rest })}</span>
        </li>
      )}
    </ul>
  );
}

export function NextFree({ at }: { at: string | null }) {
  const { t } = useTranslation("mentors");
  const [zone] = useViewerZone();
  const [hours] = usePreference("hours");
  if (!at) return <span className="text-ink-3">{t("card.noTimes")}</span>;
  return (
    <span className="flex min-w-0 items-center gap-2">
      <CalendarClock size={18} strokeWidth={1.75} aria-hidden className="shrink-0 text-success-ink" />
      <span className="min-w-0">
        <span className="block text-xs leading-4 text-ink-3">{t("card.nextFree")}</span>
        <time dateTime={at} className="tabular block truncate leading-5 font-medium">
          {formatDateTime(at, zone, hours)}
        </time>
      </span>
    </span>
  );
}

export function MentorCardSkeleton() {
  return (
    <div aria-hidden className="flex h-[17.5rem] flex-col rounded-lg border border-line bg-surface">
      <div className="flex grow flex-col gap-4 p-5">
        <div className="flex items-center gap-3.5">
          <Skeleton className="size-14 rounded-full" />
          <div className="flex grow flex-col gap-2">
            <Skeleton className="w-2/3" />
            <Skeleton className="w-1/3" />
          </div>
        </div>
        <Skeleton />
        <Skeleton className="w-4/5" />
        <Skeleton className="mt-auto h-6 w-3/5" />
      </div>
      <div className="h-15.5 border-t border-line" />
    </div>
  );
}
