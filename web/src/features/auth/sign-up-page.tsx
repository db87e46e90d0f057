import { Controller } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { Link, Navigate, useNavigate, useSearchParams } from "react-router";
import { call } from "@/api/call";
import { limits } from "@/api/contract.gen";
import { happened } from "@/lib/counting";
import { fieldText } from "@/lib/error-text";
import { homeOf } from "@/lib/home-of";
import { problemOf, useAppForm } from "@/lib/use-app-form";
import { useUser } from "@/lib/use-session";
import { emailRule, z } from "@/lib/zod";
import { browserZone, zoneCity, zoneOffset } from "@/lib/zones";
import { Button } from "@/ui/button";
import { Field, Input } from "@/ui/field";
import { PasswordInput, PasswordMeter } from "@/ui/password-input";
import { FormSummary } from "@/ui/states";
import { AuthCard } from "./components/auth-card";
import { Providers } from "./components/providers";
import { RoleChoice } from "./components/role-choice";
import { Terms } from "./components/terms";
import { useOneTap } from "./use-one-tap";

const rules = limits.Register;
const schema = z.object({
  role: z.enum(["student", "mentor"]),
  name: z.string().check(z.trim(), z.minLength(rules.name.min), z.maxLength(rules.name.max)),
  email: emailRule,
  password: z.string().check(z.minLength(rules.password.min), z.maxLength(rules.password.max)),
  accepted_terms: z
    .boolean()
    .check(z.refine((accepted) => accepted, { error: () => fieldText("not_accepted") })),
});

export default function SignUpPage() {
  const { t } = useTranslation("auth");
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const user = useUser();
  const form = useAppForm(schema, {
    role: search.get("role") === "mentor" ? "mentor" : "student",
    name: "",
    email: "",
    password: "",
    accepted_terms: false,
  });
  const [password, name, email] = form.watch(["password", "name", "email"]);

  useOneTap(null, (error) => form.setProblem(problemOf(error)));

  if (user) return <Navigate to={homeOf(user)} replace />;

  const register = form.submit(async (values) => {
    const sent = await call("auth.register", { body: { ...values, time_zone: browserZone() } });
    happened("sign_up");
    navigate("/check-mail", { state: { email: sent.email } });
  });

  return (
    <AuthCard
      title={t("signUp.title")}
      lead={t("signUp.lead")}
      below={
        <>
          {t("signUp.have")}{" "}
          <Link className="link font-medium" to="/sign-in">
            {t("signUp.signIn")}
          </Link>
        </>
      }
    >
      <form onSubmit={register} noValidate className="flex flex-col gap-5">
        <FormSummary problem={form.problem} />
        <Controller control={form.control} name="role" render={({ field }) => <RoleChoice {...field} />} />
        <Field label={t("signUp.name")} help={t("signUp.nameHelp")} error={form.errorOf("name")}>
          <Input autoComplete="name" {...form.register("name")} />
        </Field>
        <Field label={t("signUp.email")} error={form.errorOf("email")}>
          <Input type="email" autoComplete="email" {...form.register("email")} />
        </Field>
        <Field
          label={t("signUp.password")}
          help={<PasswordMeter password={password} own={[name, email]} />}
          error={form.errorOf("password")}
        >
          <PasswordInput autoComplete="new-password" {...form.register("password")} />
        </Field>
        <Terms error={form.errorOf("accepted_terms")} {...form.register("accepted_terms")} />
        <Button type="submit" size="lg" wide busy={form.busy}>
          {t("signUp.submit")}
        </Button>
        <p className="tabular text-center text-xs text-ink-3">
          {t("signUp.zone", { city: zoneCity(browserZone()), offset: zoneOffset(browserZone()) })}
        </p>
      </form>
      <Providers next={null} />
    </AuthCard>
  );
}
