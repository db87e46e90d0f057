import { infiniteQueryOptions, keepPreviousData, queryOptions, useQueryClient } from "@tanstack/react-query";
import { call } from "@/api/call";
import type { Side, Workspace } from "@/api/contract.gen";

/** Below "workspace", which the live connection renews. `person` is the other's public id. */
export const workspaceQuery = (person: string) =>
  queryOptions({
    queryKey: ["workspace", "one", person],
    queryFn: ({ signal }) => call("workspace.get", { params: { person } }, signal),
  });

export const peopleQuery = (as: Side, q: string) =>
  infiniteQueryOptions({
    queryKey: ["workspace", "people", as, q],
    queryFn: ({ pageParam, signal }) =>
      call("workspace.people", { query: { as, q: q || undefined, cursor: pageParam } }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });

export const sessionsWithQuery = (person: string) =>
  infiniteQueryOptions({
    queryKey: ["workspace", "sessions", person],
    queryFn: ({ pageParam, signal }) =>
      call("workspace.sessions", { params: { person }, query: { cursor: pageParam } }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });

export const privateNotesQuery = (student: string) =>
  queryOptions({
    queryKey: ["workspace", "private", student],
    queryFn: ({ signal }) => call("workspace.privateNotes", { params: { student } }, signal),
  });

/** Every change answers with the whole workspace: it is shown at once. */
export function useKeepWorkspace(person: string) {
  const cache = useQueryClient();
  return (workspace: Workspace) => {
    cache.setQueryData(workspaceQuery(person).queryKey, workspace);
    // What counts open items elsewhere.
    void cache.invalidateQueries({ queryKey: ["workspace", "people"] });
    void cache.invalidateQueries({ queryKey: ["workspace", "dashboard"] });
  };
}

/** Where the two of a pair have their things: the address depends on who looks. */
export const workspacePath = (person: string) =>
  person.startsWith("M") ? `/my-mentors/${person}` : `/mentor/students/${person}`;
