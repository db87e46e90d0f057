import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "@/api/api-error";
import { call } from "@/api/call";
import { limits, type Passkey, type PasskeyOffer } from "@/api/contract.gen";
import { deviceName } from "@/lib/device-name";
import { makePasskey } from "@/lib/passkey";
import { Field, Input } from "@/ui/field";
import FactorProof, { proofBody } from "./second-factor-proof";

type Props = { asksCode: boolean; onCancel: () => void; onAdded: (passkey: Passkey) => Promise<unknown> };

export function PasskeyAdd({ asksCode, onCancel, onAdded }: Props) {
  const { t } = useTranslation("account");
  const [name, setName] = useState(deviceName);
  // Who turned their device away and tries again has proven already who they are; a code works only once.
  const offer = useRef<PasskeyOffer | null>(null);
  return (
    <FactorProof
      lead={t("passkeys.addLead")}
      submit={t("passkeys.addSubmit")}
      asksCode={asksCode}
      onCancel={onCancel}
      onProof={async (proof) => {
        offer.current ??= await call("auth.beginPasskey", { body: proofBody(proof) });
        const made = await makePasskey(offer.current);
        try {
          const body = { ...made, name: name.trim() || deviceName() };
          await onAdded(await call("auth.addPasskey", { body }));
        } catch (error) {
          if (error instanceof ApiError && error.status > 0) offer.current = null;
          throw error;
        }
      }}
    >
      <Field label={t("passkeys.name")} help={t("passkeys.nameHelp")}>
        <Input
          autoComplete="off"
          maxLength={limits.NewPasskey.name.max}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </Field>
    </FactorProof>
  );
}
