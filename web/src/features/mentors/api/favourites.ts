import {
  infiniteQueryOptions,
  queryOptions,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { call } from "@/api/call";
import type { FavouriteIds } from "@/api/contract.gen";
import { errorText } from "@/lib/error-text";
import { useUser } from "@/lib/use-session";
import { toast } from "@/ui/toast";

const idsQuery = queryOptions({
  queryKey: ["mentors", "favourite-ids"],
  queryFn: ({ signal }) => call("mentors.favouriteIds", {}, signal),
  staleTime: 60_000,
});

export const favouritesQuery = infiniteQueryOptions({
  queryKey: ["mentors", "favourites"],
  queryFn: ({ pageParam, signal }) => call("mentors.favourites", { query: { cursor: pageParam } }, signal),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next ?? undefined,
});

/** Whether the viewer marked this mentor, and how to change it; nothing for those who are no student. */
export function useFavourite(mentor: string) {
  const student = useUser()?.roles.includes("student") ?? false;
  const cache = useQueryClient();
  const ids = useQuery({ ...idsQuery, enabled: student });
  const change = useMutation({
    mutationFn: (on: boolean) =>
      call(on ? "mentors.addFavourite" : "mentors.removeFavourite", { params: { mentor } }),
    onMutate: (on) => {
      cache.setQueryData<FavouriteIds>(idsQuery.queryKey, (known) => {
        const others = known?.mentors.filter((id) => id !== mentor) ?? [];
        return { mentors: on ? [...others, mentor] : others };
      });
    },
    onSuccess: (saved) => {
      cache.setQueryData(idsQuery.queryKey, saved);
      void cache.invalidateQueries({ queryKey: favouritesQuery.queryKey });
    },
    onError: (error) => {
      toast.error(errorText(error));
      void cache.invalidateQueries({ queryKey: idsQuery.queryKey });
    },
  });
  if (!student || !ids.data) return null;
  return { on: ids.data.mentors.includes(mentor), busy: change.isPending, set: change.mutate };
}
