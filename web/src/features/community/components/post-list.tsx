import { useInfiniteQuery } from "@tanstack/react-query";
import { type ReactNode, useCallback, useMemo } from "react";
import { useFirstWords } from "@/lib/first-words";
import { Skeleton } from "@/ui/bits";
import { ErrorState, LoadMore } from "@/ui/states";
import { postsQuery, type Wanted } from "../api/queries";
import { PostWindow } from "./post-window";
import { Written } from "./written";

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
  const list = useInfiniteQuery(postsQuery(wanted));
  const { hasNextPage, isFetching, isFetchNextPageError, fetchNextPage } = list;
  const posts = useMemo(
    () => list.data?.pages.flatMap((page) => [...page.pinned, ...page.items]) ?? [],
    [list.data],
  );
  const onMore = useCallback(() => void fetchNextPage(), [fetchNextPage]);

  if (list.isPending) return <Loading />;
  if (!list.data) return <ErrorState error={list.error} onRetry={() => list.refetch()} busy={isFetching} />;
  if (posts.length === 0) return empty;
  // A page that failed waits for the button.
  const more = !preview && hasNextPage && !isFetching && !isFetchNextPageError;
  return (
    <>
      <PostWindow posts={posts} more={more} onMore={onMore} />
      {!preview && <LoadMore list={list} />}
    </>
  );
}

function Loading() {
  const words = useFirstWords();
  if (words)
    return (
      <div data-first="html">
        <Written
          html={words.html}
          className="[&_article]:border-t [&_article]:border-line [&_article]:pt-15 [&_article]:pb-20 [&_article:first-child]:border-t-0 [&_div]:mt-2 [&_div>*+*]:mt-3 [&_h2]:mt-3 [&_h2]:text-lg [&_h2_a]:text-ink [&_h2_a]:no-underline [&>*+*]:mt-0"
        />
      </div>
    );
  return (
    <div className="flex flex-col gap-6 py-6">
      <Skeleton className="h-48" />
      <Skeleton className="h-48" />
      <Skeleton className="h-48" />
    </div>
  );
}
