import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { call } from "@/api/call";
import type { Feed, Post, Posts } from "@/api/contract.gen";
import { errorText } from "@/lib/error-text";
import { toast } from "@/ui/toast";

export type Wanted = { feed: Feed; tag?: string; q?: string };

const short = ({ state }: { state: { data?: { pages: unknown[] } } }) => (state.data?.pages.length ?? 0) <= 3;

export const postsQuery = ({ feed, tag, q }: Wanted) =>
  infiniteQueryOptions({
    queryKey: ["community", "posts", feed, tag ?? "", q ?? ""],
    queryFn: ({ pageParam, signal }) =>
      call("community.posts", { query: { feed, tag, q, cursor: pageParam } }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    // Who comes back from a post finds the list as they left it. A long one is not asked for again as a whole.
    staleTime: 60_000,
    gcTime: 30 * 60_000,
    refetchOnMount: short,
    refetchOnWindowFocus: short,
    refetchOnReconnect: short,
  });

export const authorQuery = (account: number) =>
  queryOptions({
    queryKey: ["community", "author", account],
    queryFn: ({ signal }) => call("community.author", { params: { account } }, signal),
  });

export const postQuery = (post: number) =>
  queryOptions({
    queryKey: ["community", "post", post],
    queryFn: ({ signal }) => call("community.post", { params: { post } }, signal),
    enabled: Number.isSafeInteger(post) && post > 0,
  });

export const commentsQuery = (post: number) =>
  infiniteQueryOptions({
    queryKey: ["community", "comments", post],
    queryFn: ({ pageParam, signal }) =>
      call("community.comments", { params: { post }, query: { cursor: pageParam } }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    enabled: Number.isSafeInteger(post) && post > 0,
  });

export const editsQuery = (post: number) =>
  queryOptions({
    queryKey: ["community", "edits", post],
    queryFn: ({ signal }) => call("community.edits", { params: { post } }, signal),
  });

export const reportsQuery = infiniteQueryOptions({
  queryKey: ["community", "reports"],
  queryFn: ({ pageParam, signal }) => call("community.reports", { query: { cursor: pageParam } }, signal),
  initialPageParam: undefined as number | undefined,
  getNextPageParam: (page) => page.next ?? undefined,
});

type Pages = { pages: Posts[]; pageParams: unknown[] };

/** Puts the counts and the own like of a post wherever it is shown, without moving anything. */
export function useKeepCounts() {
  const cache = useQueryClient();
  return ({ id, likes, liked, comments, views }: Post) => {
    const change = (post: Post) => (post.id === id ? { ...post, likes, liked, comments, views } : post);
    cache.setQueriesData<Pages>({ queryKey: ["community", "posts"] }, (list) =>
      list
        ? {
            ...list,
            pages: list.pages.map((page) => ({
              ...page,
              pinned: page.pinned.map(change),
              items: page.items.map(change),
            })),
          }
        : list,
    );
    cache.setQueryData<Post>(postQuery(id).queryKey, (post) => (post ? change(post) : post));
  };
}

/** Shown at once; the server's answer corrects it, and a repeat changes nothing. */
export function useLike(post: Post) {
  const keep = useKeepCounts();
  return useMutation({
    mutationFn: (on: boolean) =>
      call(on ? "community.like" : "community.unlike", { params: { post: post.id } }),
    onMutate: (on) => {
      keep({ ...post, liked: on, likes: post.likes + (on ? 1 : -1) });
      return post;
    },
    onSuccess: keep,
    onError: (error, _on, before) => {
      if (before) keep(before);
      toast.error(errorText(error));
    },
  });
}

export function useAskAgain() {
  const cache = useQueryClient();
  return () => cache.invalidateQueries({ queryKey: ["community"] });
}
