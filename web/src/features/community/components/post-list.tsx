import { useInfiniteQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Skeleton } from "@/ui/bits";
import { ErrorState, LoadMore } from "@/ui/states";
import { postsQuery, type Wanted } from "../api/queries";
import { PostCard } from "./post-card";

/** Fetches on as the end comes near; with `preview` only the first page. */
export function PostList({
  wanted,
  preview,
  empty,
}: {
  wanted: Wanted;
  preview?: boolean;
  empty: ReactNode;
}) {
  const { t } = useTranslation("community");
  const list = useInfiniteQuery(postsQuery(wanted));
  const { hasNextPage, isFetching, fetchNextPage } = list;
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const mark = end.current;
    if (!mark || preview || !hasNextPage || isFetching) return;
    const watch = new IntersectionObserver(([entry]) => entry?.isIntersecting && fetchNextPage(), {
      rootMargin: "600px",
    });
    watch.observe(mark);
    return () => watch.disconnect();
  }, [preview, hasNextPage, isFetching, fetchNextPage]);

  if (list.isPending)
    return (
      <div className="flex flex-col gap-6 py-6">
        <Skeleton className="h-48" />
        <Skeleton className="h-48" />
        <Skeleton className="h-48" />
      </div>
    );
  if (!list.data) return <ErrorState error={list.error} onRetry={() => list.refetch()} busy={isFetching} />;
  const posts = list.data.pages.flatMap((page) => [...page.pinned, ...page.items]);
  if (posts.length === 0) return empty;
  return (
    <>
      <ul aria-label={t("posts")} className="divide-y divide-line border-b border-line">
        {posts.map((post) => (
          <li key={post.id}>
            <PostCard post={post} />
          </li>
        ))}
      </ul>
      <div ref={end} />
      {!preview && (
        <LoadMore more={hasNextPage} busy={list.isFetchingNextPage} onMore={() => fetchNextPage()} />
      )}
    </>
  );
}
