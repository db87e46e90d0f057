import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { call } from "@/api/call";
import { useAppForm } from "@/lib/use-app-form";
import { emailRule, z } from "@/lib/zod";
import { Button } from "@/ui/button";
import { Field, Input } from "@/ui/field";
import { FormSummary } from "@/ui/states";
import { AuthCard } from "./components/auth-card";

const schema = z.object({ email: emailRule });

export default function ForgotPasswordPage() {
  const { t } = useTranslation("auth");
  const navigate = useNavigate();
  const form = useAppForm(schema, { email: "" });
  const ask = form.submit(async (body) => {
    const sent = await call("auth.forgotPassword", { body });
    navigate("/check-mail", { state: { email: sent.email, reset: true } });
  });
  return (
    <AuthCard
      title={t("forgot.title")}
      lead={t("forgot.lead")}
      below={
        <Link className="link" to="/sign-in">
          {t("forgot.back")}
        </Link>
      }
    >
      <form onSubmit={ask} noValidate className="flex flex-col gap-5">
        <FormSummary problem={form.problem} />
        <Field label={t("signUp.email")} error={form.errorOf("email")}>
          <Input type="email" autoComplete="email" {...form.register("email")} />
        </Field>
        <Button type="submit" size="lg" wide busy={form.busy}>
          {t("forgot.submit")}
        </Button>
      </form>
    </AuthCard>
  );
}
