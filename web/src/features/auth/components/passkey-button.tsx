import { KeyRound } from "lucide-react";
import { useState } from "react";
import { call } from "@/api/call";
import type { PasskeyAssertion, PasskeyPurpose } from "@/api/contract.gen";
import { askPasskey, passkeysHere } from "@/lib/passkey";
import { type FormProblem, problemOf } from "@/lib/use-app-form";
import { Button } from "@/ui/button";

type Props = {
  purpose: PasskeyPurpose;
  label: string;
  onAnswer: (passkey: PasskeyAssertion) => Promise<unknown>;
  /** Null when asking begins. */
  onProblem: (problem: FormProblem | null) => void;
};

/** Nothing where the browser knows no passkeys. */
export function PasskeyButton({ purpose, label, onAnswer, onProblem }: Props) {
  const [busy, setBusy] = useState(false);
  if (!passkeysHere()) return null;
  const ask = async () => {
    setBusy(true);
    onProblem(null);
    try {
      await onAnswer(await askPasskey(await call("auth.passkeyChallenge", { body: { purpose } })));
    } catch (error) {
      onProblem(problemOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button variant="secondary" size="lg" wide busy={busy} onClick={ask}>
      <KeyRound size={18} strokeWidth={1.75} aria-hidden />
      {label}
    </Button>
  );
}
