import { useInfiniteQuery } from "@tanstack/react-query";
import { type ReactNode, useCallback, useMemo } from "react";
import { Skeleton } from "@/ui/bits";
import { ErrorState, LoadMore } from "@/ui/states";
import { postsQuery, type Wanted } from "../api/queries";
import { PostWindow } from "./post-window";

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

  if (list.isPending)
    return (
      <div className="flex flex-col gap-6 py-6">
        <Skeleton className="h-48" />
        <Skeleton className="h-48" />
        <Skeleton className="h-48" />
      </div>
    );
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
