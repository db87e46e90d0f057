import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { ApiError } from "@/api/api-error";
import { failures } from "./failures";

/** Only what may heal by itself is asked again: no answer, overload, outage. A 4xx would stay the same. */
export const mayHeal = (error: unknown) =>
  error instanceof ApiError && (error.status === 0 || error.status === 429 || error.status >= 502);

export function createQueryClient() {
  return new QueryClient({
    queryCache: new QueryCache({ onError: failures.tell }),
    mutationCache: new MutationCache({ onError: failures.tell }),
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        retry: (failures, error) => failures < 2 && mayHeal(error),
        retryDelay: (failures, error) =>
          error instanceof ApiError && error.retryAfter !== null
            ? Math.min(error.retryAfter, 10) * 1000
            : 500 * 2 ** failures * (0.5 + Math.random()),
      },
    },
  });
}
