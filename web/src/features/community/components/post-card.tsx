import { MessageSquare, Pin } from "lucide-react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Post } from "@/api/contract.gen";
import { formatNumber } from "@/lib/format";
import { Badge } from "@/ui/bits";
import { Byline } from "./byline";
import { LikeButton } from "./like-button";
import { Written } from "./written";

export function PostMarks({ post }: { post: Post }) {
  const { t } = useTranslation("community");
  return (
    <>
      {post.pinned && (
        <Badge tone="accent">
          <Pin size={14} strokeWidth={1.75} aria-hidden />
          {t("pinned")}
        </Badge>
      )}
      {post.official && <Badge tone="primary">{t("official")}</Badge>}
      {post.draft && <Badge tone="warning">{t("draft")}</Badge>}
    </>
  );
}

export function TagLinks({ tags }: { tags: string[] }) {
  return tags.map((tag) => (
    <Link
      key={tag}
      to={`/community?tag=${encodeURIComponent(tag)}`}
      className="inline-flex h-8 items-center rounded-full bg-sunken px-3 text-sm text-ink-2 hover:text-ink hover:underline"
    >
      #{tag}
    </Link>
  ));
}

/** What a post's page is told by the list: "back" leads to the place in it. */
export type FromList = { list: true };
const fromList: FromList = { list: true };

/** A post in the list. Drawn again only when it changed: the list measures and moves its cards all the time. */
export const PostCard = memo(function PostCard({ post }: { post: Post }) {
  const { t } = useTranslation("community");
  const to = `/community/${post.id}`;
  return (
    <article className="py-6">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Byline author={post.author} at={post.published_at ?? post.created_at} />
        <span className="flex gap-2">
          <PostMarks post={post} />
        </span>
      </div>
      <h2 className="mt-3 text-lg">
        <Link to={to} state={fromList} className="hover:underline">
          {post.title}
        </Link>
      </h2>
      <Written html={post.html} className="mt-2" />
      {post.cut && (
        <Link to={to} state={fromList} className="link mt-2 inline-flex min-h-11 items-center text-sm">
          {t("readOn")}
          <span className="sr-only">: {post.title}</span>
        </Link>
      )}
      <div className="mt-3 flex flex-wrap items-center gap-2">
        <TagLinks tags={post.tags} />
        {!post.draft && (
          <span className="ml-auto flex items-center">
            <LikeButton post={post} />
            <Link
              to={`${to}#comments`}
              state={fromList}
              aria-label={t("comments", { count: post.comments })}
              className="inline-flex h-11 items-center gap-1.5 rounded-md px-2.5 text-sm text-ink-2 hover:bg-hover hover:text-ink"
            >
              <MessageSquare size={18} strokeWidth={1.75} aria-hidden />
              <span className="tabular">{formatNumber(post.comments)}</span>
            </Link>
          </span>
        )}
      </div>
    </article>
  );
});
