import { useEffect, useEffectEvent } from "react";
import { call } from "@/api/call";
import type { PasskeyAssertion } from "@/api/contract.gen";
import { askPasskey, passkeysInFields } from "@/lib/passkey";
import { type FormProblem, problemOf } from "@/lib/use-app-form";
import { whenIdle } from "@/lib/when-idle";

/** Before the server's five minutes are over: the offer waits for as long as the page is open. */
const renewedAfter = 4 * 60_000;

type Props = {
  onAnswer: (passkey: PasskeyAssertion) => Promise<unknown>;
  onProblem: (problem: FormProblem | null) => void;
};

/**
 * Lets the browser offer passkeys where it offers names and passwords: in the field with "webauthn" among its words.
 * Silent until one is chosen, and where the browser can't. Only one question to the device may be open in a page: whoever
 * asks another takes this away first.
 */
export default function PasskeyInField({ onAnswer, onProblem }: Props) {
  const answer = useEffectEvent(async (passkey: PasskeyAssertion) => {
    onProblem(null);
    try {
      await onAnswer(passkey);
    } catch (error) {
      onProblem(problemOf(error));
    }
  });
  useEffect(() => {
    const left = new AbortController();
    const forget = whenIdle(() => void offer(left.signal, answer));
    return () => {
      forget();
      left.abort();
    };
  }, []);
  return null;
}

async function offer(left: AbortSignal, answer: (passkey: PasskeyAssertion) => Promise<void>) {
  if (!(await passkeysInFields())) return;
  while (!left.aborted) {
    const passkey = await chosen(left);
    if (passkey === "turned away") return;
    if (passkey !== "late") await answer(passkey);
  }
}

async function chosen(left: AbortSignal): Promise<PasskeyAssertion | "late" | "turned away"> {
  const late = AbortSignal.timeout(renewedAfter);
  try {
    const asked = await call("auth.passkeyChallenge", { body: { purpose: "sign_in" } }, left);
    return await askPasskey(asked, { mediation: "conditional", signal: AbortSignal.any([left, late]) });
  } catch {
    return late.aborted && !left.aborted ? "late" : "turned away";
  }
}
