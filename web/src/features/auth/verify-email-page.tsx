import { CircleCheck } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useSearchParams } from "react-router";
import { call } from "@/api/call";
import type { SignedIn } from "@/api/contract.gen";
import { deviceName } from "@/lib/device-name";
import { errorText } from "@/lib/error-text";
import { useAppForm } from "@/lib/use-app-form";
import { emailRule, z } from "@/lib/zod";
import { Button } from "@/ui/button";
import { Field, Input } from "@/ui/field";
import { FormSummary, Notice, Working } from "@/ui/states";
import { AuthCard } from "./components/auth-card";

/** A link works once, and React may mount a page twice: each token is sent a single time. */
const sent = new Map<string, Promise<SignedIn>>();
function verify(token: string) {
  const known = sent.get(token);
  if (known) return known;
  const asked = call("auth.verifyEmail", { body: { token, client: "browser", device_name: deviceName() } });
  sent.set(token, asked);
  return asked;
}

export default function VerifyEmailPage() {
  const { t } = useTranslation("auth");
  const [search] = useSearchParams();
  const token = search.get("token");
  const [state, setState] = useState<{ done?: SignedIn; error?: unknown }>({});

  useEffect(() => {
    if (!token) return;
    let here = true;
    verify(token).then(
      (done) => here && setState({ done }),
      (error: unknown) => here && setState({ error }),
    );
    return () => {
      here = false;
    };
  }, [token]);

  if (state.done) return <Confirmed mentor={state.done.user.roles.includes("mentor")} />;
  if (!token || state.error)
    return <Failed text={state.error ? errorText(state.error) : t("verify.noToken")} />;
  return (
    <AuthCard title={t("verify.title")}>
      <Working label={t("verify.working")} />
    </AuthCard>
  );
}

function Confirmed({ mentor }: { mentor: boolean }) {
  const { t } = useTranslation("auth");
  return (
    <AuthCard title={t("verify.done")}>
      <span
        aria-hidden
        className="grid size-14 place-items-center rounded-full bg-success-soft text-success-ink"
      >
        <CircleCheck size={26} strokeWidth={1.75} />
      </span>
      <p role="status">{mentor ? t("verify.doneMentor") : t("verify.doneStudent")}</p>
      <Button asChild size="lg" wide>
        <Link to={mentor ? "/mentor/profile" : "/mentors"}>
          {mentor ? t("verify.mentor") : t("verify.student")}
        </Link>
      </Button>
    </AuthCard>
  );
}

const schema = z.object({ email: emailRule });

function Failed({ text }: { text: string }) {
  const { t } = useTranslation("auth");
  const navigate = useNavigate();
  const form = useAppForm(schema, { email: "" });
  const resend = form.submit(async (body) => {
    await call("auth.resendVerification", { body });
    navigate("/check-mail", { state: body });
  });
  return (
    <AuthCard title={t("verify.failed")}>
      <Notice tone="warning">{text}</Notice>
      <p className="text-ink-2">{t("verify.again")}</p>
      <form onSubmit={resend} noValidate className="flex flex-col gap-5">
        <FormSummary problem={form.problem} />
        <Field label={t("signUp.email")} error={form.errorOf("email")}>
          <Input type="email" autoComplete="email" {...form.register("email")} />
        </Field>
        <Button type="submit" size="lg" wide busy={form.busy}>
          {t("checkMail.resend")}
        </Button>
      </form>
    </AuthCard>
  );
}
