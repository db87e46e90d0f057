import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { limits, type PasskeyAssertion } from "@/api/contract.gen";
import { useAppForm } from "@/lib/use-app-form";
import { z } from "@/lib/zod";
import { Button } from "@/ui/button";
import { Field, Input } from "@/ui/field";
import { FormSummary } from "@/ui/states";
import { AuthCard } from "./auth-card";
import { PasskeyButton } from "./passkey-button";

const schema = z.object({ code: z.string().check(z.trim(), z.maxLength(limits.FinishExternal.code.max)) });

type Props = {
  onCode: (code: string) => Promise<unknown>;
  /** Where a passkey may stand for the code. */
  onPasskey?: (passkey: PasskeyAssertion) => Promise<unknown>;
  below?: ReactNode;
};

/** The second step, whatever the first one was. */
export function CodeStep({ onCode, onPasskey, below }: Props) {
  const { t } = useTranslation("auth");
  const form = useAppForm(schema, { code: "" });
  return (
    <AuthCard title={t("signIn.codeTitle")} lead={t("signIn.codeLead")} below={below}>
      <form onSubmit={form.submit(({ code }) => onCode(code))} noValidate className="flex flex-col gap-5">
        <FormSummary problem={form.problem} />
        <Field label={t("signIn.code")} help={t("signIn.codeHelp")} error={form.errorOf("code")}>
          <Input
            autoComplete="one-time-code"
            autoCapitalize="characters"
            spellCheck={false}
            autoFocus
            {...form.register("code")}
          />
        </Field>
        <Button type="submit" size="lg" wide busy={form.busy}>
          {t("signIn.codeSubmit")}
        </Button>
      </form>
      {onPasskey && (
        <PasskeyButton
          purpose="second_factor"
          label={t("signIn.passkeyBeside")}
          onProblem={form.setProblem}
          onAnswer={onPasskey}
        />
      )}
    </AuthCard>
  );
}
