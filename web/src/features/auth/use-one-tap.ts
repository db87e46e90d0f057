import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent } from "react";
import { useNavigate } from "react-router";
import { wantsPrivacy } from "@/lib/counting";
import { useUser } from "@/lib/use-session";
import { whenIdle } from "@/lib/when-idle";

type SavingNavigator = Navigator & { connection?: { saveData?: boolean } };

/** Google's code is large, and Google learns of the visit: for nobody who wants less of either. */
const welcome = () =>
  !(navigator as SavingNavigator).connection?.saveData &&
  !matchMedia("(prefers-reduced-data: reduce)").matches &&
  !wantsPrivacy();

/**
 * While a visitor is on the page, Google may offer to sign in with one tap, where the site has set that up; once the page has
 * nothing better to do. Whom it names goes on as everybody who comes back from a provider. What fails before somebody has
 * chosen is nobody's concern.
 */
export function useOneTap(next: string | null, onProblem: (error: unknown) => void) {
  const signedOut = useUser() === null;
  const navigate = useNavigate();
  const queries = useQueryClient();
  const chosen = useEffectEvent(async (sent: Promise<unknown>) => {
    try {
      await sent;
      navigate(`/sign-in/external${next ? `?next=${encodeURIComponent(next)}` : ""}`);
    } catch (error) {
      onProblem(error);
    }
  });
  useEffect(() => {
    if (!signedOut || !welcome()) return;
    const left = new AbortController();
    const forget = whenIdle(() => {
      import("./one-tap")
        .then(({ offerOneTap }) => offerOneTap(queries, left.signal, chosen))
        .catch(() => {});
    });
    return () => {
      forget();
      left.abort();
    };
  }, [signedOut, queries]);
}
