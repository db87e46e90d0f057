import type { QueryClient } from "@tanstack/react-query";
import { call } from "@/api/call";
import { loadScript } from "@/lib/load-script";
import { providersQuery } from "./providers-query";

/** The part of Google's script that we use. */
type GoogleId = {
  initialize: (options: {
    client_id: string;
    nonce: string;
    use_fedcm_for_prompt: boolean;
    callback: (said: { credential: string }) => void;
  }) => void;
  prompt: () => void;
  cancel: () => void;
};
type WithGoogle = { google?: { accounts?: { id?: GoogleId } } };

/**
 * Lets Google show whom it knows in this browser, where the site has set that up; until `left`. Google itself remembers who
 * turned it away. `chosen` is whatever our server says of the person.
 */
export async function offerOneTap(
  queries: QueryClient,
  left: AbortSignal,
  chosen: (sent: Promise<unknown>) => void,
) {
  const { one_tap: source } = await queries.fetchQuery(providersQuery);
  if (!source || left.aborted) return;
  const google = await loadScript(source, () => (window as WithGoogle).google?.accounts?.id);
  if (left.aborted) return;
  const { client_id, nonce, attempt } = await call("auth.beginGoogle", {}, left);
  google.initialize({
    client_id,
    nonce,
    use_fedcm_for_prompt: true,
    callback: ({ credential }) => {
      if (!left.aborted) chosen(call("auth.google", { body: { credential, attempt, client: "browser" } }));
    },
  });
  left.addEventListener("abort", () => google.cancel());
  google.prompt();
}
