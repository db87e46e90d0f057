import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Author } from "@/api/contract.gen";
import { formatRelative } from "@/lib/format";
import { useNow } from "@/lib/use-now";
import { Avatar } from "@/ui/bits";

/** Who wrote it, and when. */
export function Byline({ author, at, children }: { author: Author; at: string; children?: ReactNode }) {
  const { t } = useTranslation("community");
  const now = useNow(60_000);
  return (
    <div className="flex min-w-0 items-center gap-3">
      <Avatar name={author.name} photo={author.photo} size="sm" />
      <p className="flex min-w-0 flex-wrap items-baseline gap-x-2 text-sm">
        {author.mentor && author.mention ? (
          <Link to={`/mentors/${author.mention}`} className="font-medium hover:underline">
            {author.name}
          </Link>
        ) : (
          <span className="font-medium">{author.name}</span>
        )}
        {(author.staff || author.mentor) && (
          <span className="text-ink-3">{t(author.staff ? "team" : "mentor")}</span>
        )}
        <time dateTime={at} className="text-ink-3">
          {formatRelative(at, now)}
        </time>
        {children}
      </p>
    </div>
  );
}
