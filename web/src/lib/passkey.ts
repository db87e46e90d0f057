import { ApiError } from "@/api/api-error";
import type { NewPasskey, PasskeyAssertion, PasskeyChallenge, PasskeyOffer } from "@/api/contract.gen";
import { fromBase64url, toBase64url } from "./base64url";

/** Passkeys are bound to a name: none at an address of numbers, in an old browser, or without TLS. */
export const passkeysHere = () =>
  typeof PublicKeyCredential !== "undefined" && !/^[\d.]+$|^\[/.test(location.hostname);

export const timeout = 4 * 60_000; // less than the server's five minutes

/** Asks the person's device for a new passkey. Rejects with an ApiError of its own: passkey.cancelled … */
export async function makePasskey(offer: PasskeyOffer): Promise<Omit<NewPasskey, "name">> {
  const publicKey: PublicKeyCredentialCreationOptions = {
    challenge: fromBase64url(offer.challenge),
    rp: { id: offer.rp_id, name: "AspireX" },
    user: {
      id: fromBase64url(offer.user_handle),
      name: offer.user_name,
      displayName: offer.display_name,
    },
    pubKeyCredParams: offer.algorithms.map((alg) => ({ type: "public-key", alg })),
    excludeCredentials: offer.known.map(({ id, transports }) => ({
      type: "public-key",
      id: fromBase64url(id),
      transports: transports as AuthenticatorTransport[],
    })),
    // Kept by the device together with whose it is: nothing has to be typed to sign in.
    authenticatorSelection: {
      residentKey: "required",
      requireResidentKey: true,
      userVerification: "preferred",
    },
    attestation: "none",
    timeout,
  };
  const { response } = await told(navigator.credentials.create({ publicKey }));
  const made = response as AuthenticatorAttestationResponse;
  return {
    client_data: toBase64url(made.clientDataJSON),
    attestation: toBase64url(made.attestationObject),
    transports: made.getTransports?.() ?? [],
  };
}

/** Whether this browser offers passkeys where it offers to fill in names and passwords. */
export const passkeysAmongNames = async () =>
  passkeysHere() &&
  (await PublicKeyCredential.isConditionalMediationAvailable?.().catch(() => false)) === true;

// A browser does one such thing at a time.
let offered: AbortController | null = null;

/**
 * Among the names that the browser offers to fill in, without a window of its own (WebAuthn level 3, conditional mediation). Null when
 * `signal` ended it, or the person was asked outright.
 */
export async function offerPasskeys(
  asked: PasskeyChallenge,
  signal: AbortSignal,
): Promise<PasskeyAssertion | null> {
  const other = new AbortController();
  offered = other;
  const ended = AbortSignal.any([signal, other.signal]);
  try {
    return await answered(asked, { mediation: "conditional", signal: ended });
  } catch (error) {
    if (ended.aborted) return null;
    throw error;
  }
}

/** Lets the person choose one of the passkeys they have here; rejects as makePasskey() does. */
export function askPasskey(asked: PasskeyChallenge): Promise<PasskeyAssertion> {
  offered?.abort();
  return answered(asked, {});
}

async function answered(
  asked: PasskeyChallenge,
  way: Pick<CredentialRequestOptions, "mediation" | "signal">,
): Promise<PasskeyAssertion> {
  const publicKey: PublicKeyCredentialRequestOptions = {
    challenge: fromBase64url(asked.challenge),
    rpId: asked.rp_id,
    userVerification: asked.user_verification as UserVerificationRequirement,
    timeout,
  };
  const { rawId, response } = await told(navigator.credentials.get({ publicKey, ...way }));
  const said = response as AuthenticatorAssertionResponse;
  return {
    id: toBase64url(rawId),
    client_data: toBase64url(said.clientDataJSON),
    authenticator_data: toBase64url(said.authenticatorData),
    signature: toBase64url(said.signature),
    ...(said.userHandle && { user_handle: toBase64url(said.userHandle) }),
  };
}

/** Browsers say little of what went wrong, so that pages learn nothing of what people have. */
async function told(asking: Promise<Credential | null>): Promise<PublicKeyCredential> {
  const reason = await asking.then(
    (found) => (found ? (found as PublicKeyCredential) : "cancelled"),
    (error: unknown) => {
      const name = error instanceof DOMException ? error.name : "";
      if (name === "InvalidStateError") return "here_already";
      return name === "NotAllowedError" || name === "AbortError" ? "cancelled" : "failed";
    },
  );
  if (typeof reason === "string") throw new ApiError(0, { reason: `passkey.${reason}` });
  return reason;
}
