import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { limits, type SecondFactorProof } from "@/api/contract.gen";
import { useAppForm } from "@/lib/use-app-form";
import { z } from "@/lib/zod";
import { Field, Input } from "@/ui/field";
import { PasswordInput } from "@/ui/password-input";
import { FormSummary } from "@/ui/states";
import { FormButtons } from "./form-buttons";

const rules = limits.SecondFactorProof;
const password = z.string().check(z.minLength(1), z.maxLength(rules.password.max));
const both = z.object({
  password,
  code: z.string().check(z.trim(), z.minLength(rules.code.min), z.maxLength(rules.code.max)),
});
const passwordAlone = z.object({ password, code: z.string() });

/** For endpoints that take a code only where there is one. */
export const proofBody = ({ password, code }: SecondFactorProof) => ({ password, ...(code && { code }) });

type Props = {
  lead: string;
  submit: string;
  danger?: boolean;
  /** Of accounts without a second factor the password is proof enough. */
  asksCode?: boolean;
  /** Fields above. */
  children?: ReactNode;
  onProof: (proof: SecondFactorProof) => Promise<unknown>;
  onCancel: () => void;
};

/** Password and code: what changing the second factor asks for, so that a device left open is not enough. */
export default function FactorProof({
  lead,
  submit,
  danger,
  asksCode = true,
  children,
  onProof,
  onCancel,
}: Props) {
  const { t } = useTranslation("account");
  const form = useAppForm(asksCode ? both : passwordAlone, { password: "", code: "" });
  return (
    <form onSubmit={form.submit(onProof)} noValidate className="flex w-full flex-col gap-5">
      <p className="text-ink-2">{lead}</p>
      <FormSummary problem={form.problem} />
      {children}
      <Field label={t("factor.password")} error={form.errorOf("password")}>
        <PasswordInput autoComplete="current-password" {...form.register("password")} />
      </Field>
      {asksCode && (
        <Field label={t("factor.code")} error={form.errorOf("code")}>
          <Input autoComplete="one-time-code" spellCheck={false} {...form.register("code")} />
        </Field>
      )}
      <FormButtons submit={submit} busy={form.busy} danger={danger} onCancel={onCancel} />
    </form>
  );
}
