import { useEffect, useEffectEvent } from "react";
import { call } from "@/api/call";
import type { PasskeyAssertion } from "@/api/contract.gen";
import { offerPasskeys, passkeysAmongNames, timeout } from "@/lib/passkey";

/**
 * While the page is open its field for the name (`autocomplete="username webauthn"`) offers the passkeys of this device, too. What
 * fails before somebody has chosen one is nobody's concern: the button beside it says what is wrong.
 */
export function useOfferedPasskeys(onChosen: (passkey: PasskeyAssertion) => void) {
  const chosen = useEffectEvent(onChosen);
  useEffect(() => {
    const left = new AbortController();
    void offer(left.signal).then(
      (passkey) => passkey && chosen(passkey),
      () => {},
    );
    return () => left.abort();
  }, []);
}

async function offer(left: AbortSignal): Promise<PasskeyAssertion | null> {
  if (!(await passkeysAmongNames())) return null;
  while (!left.aborted) {
    const asked = await call("auth.passkeyChallenge", { body: { purpose: "sign_in" } });
    const old = AbortSignal.timeout(timeout); // the challenge, if somebody leaves the page open
    const passkey = await offerPasskeys(asked, AbortSignal.any([left, old]));
    if (passkey || !old.aborted) return passkey;
  }
  return null;
}
