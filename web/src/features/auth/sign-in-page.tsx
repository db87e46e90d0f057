import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, Navigate, useLocation, useNavigate, useSearchParams } from "react-router";
import { ApiError } from "@/api/api-error";
import { call } from "@/api/call";
import { type Login, limits, type PasskeyAssertion } from "@/api/contract.gen";
import { deviceName } from "@/lib/device-name";
import { reasonText } from "@/lib/error-text";
import { homeOf, safeNext } from "@/lib/home-of";
import { problemOf, useAppForm } from "@/lib/use-app-form";
import { useUser } from "@/lib/use-session";
import { z } from "@/lib/zod";
import { Button } from "@/ui/button";
import { Field, Input } from "@/ui/field";
import { PasswordInput } from "@/ui/password-input";
import { FormSummary, Notice } from "@/ui/states";
import { AuthCard } from "./components/auth-card";
import { CodeStep } from "./components/code-step";
import { PasskeyButton } from "./components/passkey-button";
import { Providers } from "./components/providers";
import { TestMailbox } from "./components/test-mailbox";
import { useOfferedPasskeys } from "./use-offered-passkeys";
import { useOneTap } from "./use-one-tap";

const rules = limits.Login;
const schema = z.object({
  identifier: z.string().check(z.trim(), z.minLength(1), z.maxLength(rules.identifier.max)),
  password: z.string().check(z.minLength(1), z.maxLength(rules.password.max)),
});
type Typed = z.infer<typeof schema>;
type SecondStep = Pick<Login, "code" | "passkey">;

/**
 * The server answers the same for a wrong password and an address that is not confirmed yet, so that nobody learns
 * who has an account. The second is a common reason right after signing up: it is offered beside the first.
 */
const maybeUnverified = (reason?: string) => reason === "auth.bad_credentials";

const here = () => ({ client: "browser", device_name: deviceName() }) as const;

export default function SignInPage() {
  const { t } = useTranslation("auth");
  const [search] = useSearchParams();
  const next = safeNext(search.get("next"));
  const refused = search.get("problem"); // by the way over another provider
  const note = (useLocation().state as { note?: string } | null)?.note;
  const navigate = useNavigate();
  const user = useUser();
  const form = useAppForm(schema, { identifier: "", password: "" });
  const [known, setKnown] = useState<Typed | null>(null); // to be right, but for the code

  const withPasskey = (passkey: PasskeyAssertion) =>
    call("auth.signInWithPasskey", { body: { passkey, ...here() } });
  useOneTap(next, (error) => form.setProblem(problemOf(error)));
  useOfferedPasskeys((passkey) => {
    form.setProblem(null);
    withPasskey(passkey).catch((error: unknown) => form.setProblem(problemOf(error)));
  });

  if (user) return <Navigate to={next ?? homeOf(user)} replace />;

  // The session is stored by then; the redirect above does the rest.
  const login = (values: Typed, second: SecondStep = {}) =>
    call("auth.login", { body: { ...values, ...second, ...here() } });
  const signIn = form.submit(async (values) => {
    try {
      await login(values);
    } catch (error) {
      if (!(error instanceof ApiError) || error.reason !== "auth.second_factor_needed") throw error;
      setKnown(values);
    }
  });
  const startAgain = () => {
    setKnown(null);
    form.setProblem(null);
    form.reset();
  };
  const resend = async () => {
    const email = form.getValues("identifier").trim();
    if (email.includes("@")) await call("auth.resendVerification", { body: { email } }).catch(() => null);
    navigate("/check-mail", { state: { email } });
  };

  if (known)
    return (
      <CodeStep
        onCode={(code) => login(known, { code })}
        onPasskey={(passkey) => login(known, { passkey })}
        below={
          <button type="button" className="link font-medium" onClick={startAgain}>
            {t("signIn.other")}
          </button>
        }
      />
    );
  return (
    <AuthCard
      title={t("signIn.title")}
      lead={next ? t("signIn.next") : undefined}
      below={
        <>
          {t("signIn.new")}{" "}
          <Link
            className="link font-medium"
            to={`/sign-up${next ? `?next=${encodeURIComponent(next)}` : ""}`}
          >
            {t("signIn.join")}
          </Link>
        </>
      }
    >
      {refused && <Notice tone="warning">{reasonText(`auth.${refused}`)}</Notice>}
      {note && <Notice tone="success">{note}</Notice>}
      <form onSubmit={signIn} noValidate className="flex flex-col gap-5">
        <FormSummary problem={form.problem}>
          {maybeUnverified(form.problem?.reason) && (
            <p>
              {t("signIn.unverifiedHint")}{" "}
              <button type="button" onClick={resend} className="font-medium underline underline-offset-3">
                {t("signIn.unverified")}
              </button>
            </p>
          )}
        </FormSummary>
        {maybeUnverified(form.problem?.reason) && <TestMailbox />}
        <Field
          label={t("signIn.identifier")}
          help={t("signIn.identifierHelp")}
          error={form.errorOf("identifier")}
        >
          <Input
            autoComplete="username webauthn"
            autoCapitalize="none"
            spellCheck={false}
            {...form.register("identifier")}
          />
        </Field>
        <Field
          label={t("signIn.password")}
          error={form.errorOf("password")}
          aside={
            <Link className="link" to="/forgot-password">
              {t("signIn.forgot")}
            </Link>
          }
        >
          <PasswordInput autoComplete="current-password" {...form.register("password")} />
        </Field>
        <Button type="submit" size="lg" wide busy={form.busy}>
          {t("signIn.submit")}
        </Button>
      </form>
      <PasskeyButton
        purpose="sign_in"
        label={t("signIn.passkey")}
        onProblem={form.setProblem}
        onAnswer={withPasskey}
      />
      <Providers next={next} />
    </AuthCard>
  );
}
