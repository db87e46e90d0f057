import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { call } from "@/api/call";
import { limits } from "@/api/contract.gen";
import { session } from "@/api/session";
import { useAppForm } from "@/lib/use-app-form";
import { z } from "@/lib/zod";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { PasswordInput, PasswordMeter } from "@/ui/password-input";
import { FormSummary, Notice } from "@/ui/states";
import { AuthCard } from "./components/auth-card";

const rule = limits.ResetPassword.password;
const schema = z.object({ password: z.string().check(z.minLength(rule.min), z.maxLength(rule.max)) });

export default function ResetPasswordPage() {
  const { t } = useTranslation("auth");
  const [search] = useSearchParams();
  const token = search.get("token");
  const form = useAppForm(schema, { password: "" });
  const [done, setDone] = useState(false);
  const save = form.submit(async ({ password }) => {
    await call("auth.resetPassword", { body: { token: token ?? "", password } });
    session.end(); // the server has signed out every device, this one included
    setDone(true);
  });
  if (done)
    return (
      <AuthCard title={t("reset.doneTitle")} lead={t("reset.done")}>
        <Button asChild size="lg" wide>
          <Link to="/sign-in" replace>
            {t("reset.signIn")}
          </Link>
        </Button>
        <Button asChild variant="secondary" size="lg" wide>
          <Link to="/sign-in?next=%2Faccount%23passkeys" replace>
            {t("reset.review")}
          </Link>
        </Button>
      </AuthCard>
    );
  const again = (
    <Link className="link font-medium" to="/forgot-password">
      {t("reset.askAgain")}
    </Link>
  );
  return (
    <AuthCard title={t("reset.title")} lead={t("reset.lead")} below={again}>
      {!token && <Notice tone="warning">{t("verify.noToken")}</Notice>}
      <form onSubmit={save} noValidate className="flex flex-col gap-5">
        <FormSummary problem={form.problem} />
        <Field
          label={t("reset.password")}
          help={<PasswordMeter password={form.watch("password")} own={[]} />}
          error={form.errorOf("password")}
        >
          <PasswordInput autoComplete="new-password" {...form.register("password")} />
        </Field>
        <Button type="submit" size="lg" wide busy={form.busy} disabled={!token}>
          {t("reset.submit")}
        </Button>
      </form>
    </AuthCard>
  );
}
