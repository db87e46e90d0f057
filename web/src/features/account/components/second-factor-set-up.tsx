import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "@/api/call";
import { limits, type SecondFactorOffer } from "@/api/contract.gen";
import { useAppForm } from "@/lib/use-app-form";
import { z } from "@/lib/zod";
import { Field, Input } from "@/ui/field";
import { PasswordInput } from "@/ui/password-input";
import { QrCode } from "@/ui/qr-code";
import { FormSummary } from "@/ui/states";
import { FormButtons } from "./form-buttons";

const passwordSchema = z.object({
  password: z.string().check(z.minLength(1), z.maxLength(limits.PasswordOnly.password.max)),
});
const rule = limits.SecondFactorCode.code;
const codeSchema = z.object({
  code: z.string().check(z.trim(), z.minLength(rule.min), z.maxLength(rule.max)),
});

type Props = { onDone: (codes: string[]) => void; onCancel: () => void };

/** First the password, then the key for the app, which proves with its first code that it has it. */
export default function SetUpFactor({ onDone, onCancel }: Props) {
  const { t } = useTranslation("account");
  const [offer, setOffer] = useState<SecondFactorOffer | null>(null);
  const form = useAppForm(passwordSchema, { password: "" });
  if (offer) return <FirstCode offer={offer} onDone={onDone} onCancel={onCancel} />;
  const begin = form.submit(async (body) => setOffer(await call("auth.beginSecondFactor", { body })));
  return (
    <form onSubmit={begin} noValidate className="flex flex-col gap-5">
      <FormSummary problem={form.problem} />
      <Field label={t("factor.password")} error={form.errorOf("password")}>
        <PasswordInput autoComplete="current-password" {...form.register("password")} />
      </Field>
      <FormButtons submit={t("factor.next")} busy={form.busy} onCancel={onCancel} />
    </form>
  );
}

/** `JBSWY3DP…` in groups of four: to be read from a screen and typed. */
const inGroups = (secret: string) => secret.match(/.{1,4}/g)?.join(" ") ?? secret;

function FirstCode({ offer, onDone, onCancel }: Props & { offer: SecondFactorOffer }) {
  const { t } = useTranslation("account");
  const form = useAppForm(codeSchema, { code: "" });
  const confirm = form.submit(async (body) =>
    onDone((await call("auth.confirmSecondFactor", { body })).codes),
  );
  return (
    <form onSubmit={confirm} noValidate className="flex flex-col gap-5">
      <FormSummary problem={form.problem} />
      <div className="flex flex-col gap-3">
        <p className="font-medium">{t("factor.scan")}</p>
        <QrCode text={offer.uri} label={t("factor.qr")} />
        <p className="text-sm text-ink-2">
          {t("factor.typeIt")}
          <code className="mt-1 block font-mono text-ink select-all">{inGroups(offer.secret)}</code>
        </p>
      </div>
      <Field label={t("factor.first")} error={form.errorOf("code")}>
        <Input
          autoComplete="one-time-code"
          inputMode="numeric"
          spellCheck={false}
          {...form.register("code")}
        />
      </Field>
      <FormButtons submit={t("factor.switchOn")} busy={form.busy} onCancel={onCancel} />
    </form>
  );
}
