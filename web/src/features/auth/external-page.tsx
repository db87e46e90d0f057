import { queryOptions, useQuery } from "@tanstack/react-query";
import { Controller } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { Link, Navigate, useSearchParams } from "react-router";
import { ApiError } from "@/api/api-error";
import { type BodyOf, call } from "@/api/call";
import { type External, limits } from "@/api/contract.gen";
import { deviceName } from "@/lib/device-name";
import { errorText, fieldText } from "@/lib/error-text";
import { homeOf, safeNext } from "@/lib/home-of";
import { useAppForm } from "@/lib/use-app-form";
import { useUser } from "@/lib/use-session";
import { z } from "@/lib/zod";
import { browserZone } from "@/lib/zones";
import { Button } from "@/ui/button";
import { Field, Input } from "@/ui/field";
import { FormSummary, Notice, Working } from "@/ui/states";
import { AuthCard } from "./components/auth-card";
import { CodeStep } from "./components/code-step";
import { RoleChoice } from "./components/role-choice";
import { Terms } from "./components/terms";

// Each way back from a provider is a new one: nothing of the one before may be shown.
const once = { staleTime: Number.POSITIVE_INFINITY, gcTime: 0 };

const externalQuery = queryOptions({
  queryKey: ["auth", "external"],
  queryFn: ({ signal }) => call("auth.external", {}, signal),
  ...once,
});

const finish = (more: Partial<BodyOf<"auth.finishExternal">>) =>
  call("auth.finishExternal", { body: { client: "browser", device_name: deviceName(), ...more } });

/** Whether being named is enough, or a code is asked for as well. The session is stored when it is. */
const entryQuery = queryOptions({
  queryKey: ["auth", "external", "entry"],
  queryFn: async () => {
    try {
      await finish({});
      return "open" as const;
    } catch (error) {
      if (error instanceof ApiError && error.reason === "auth.second_factor_needed") return "code" as const;
      throw error;
    }
  },
  retry: false,
  ...once,
});

/** Where one lands after the provider's page. */
export default function ExternalPage() {
  const { t } = useTranslation("auth");
  const [search] = useSearchParams();
  const user = useUser();
  const external = useQuery({ ...externalQuery, enabled: !user });
  const entry = useQuery({ ...entryQuery, enabled: !user && external.data?.step === "sign_in" });

  if (user) return <Navigate to={safeNext(search.get("next")) ?? homeOf(user)} replace />;
  const error = external.error ?? entry.error;
  if (error) return <Failed text={errorText(error)} />;
  if (external.data?.step === "link_first") return <LinkFirst external={external.data} />;
  if (external.data?.step === "sign_up") return <NewAccount external={external.data} />;
  if (entry.data === "code")
    return <CodeStep onCode={(code) => finish({ code })} onPasskey={(passkey) => finish({ passkey })} />;
  return (
    <AuthCard title={t("external.title")}>
      <Working label={t("external.working")} />
    </AuthCard>
  );
}

function Failed({ text }: { text: string }) {
  const { t } = useTranslation("auth");
  return (
    <AuthCard title={t("external.failed")}>
      <Notice tone="warning">{text}</Notice>
      <Button asChild size="lg" wide>
        <Link to="/sign-in">{t("external.back")}</Link>
      </Button>
    </AuthCard>
  );
}

/** An address alone is no proof that both are the same person's: its owner says so once, signed in. */
function LinkFirst({ external }: { external: External }) {
  const { t } = useTranslation("auth");
  return (
    <AuthCard title={t("external.linkTitle")}>
      <p className="text-ink-2">{t("external.link", external)}</p>
      <Button asChild size="lg" wide>
        <Link to="/sign-in?next=%2Faccount">{t("external.linkGo")}</Link>
      </Button>
      <p className="text-sm text-ink-2">
        <Link className="link" to="/forgot-password">
          {t("signIn.forgot")}
        </Link>
      </p>
    </AuthCard>
  );
}

const rules = limits.FinishExternal;
const schema = z.object({
  role: z.enum(["student", "mentor"]),
  name: z.string().check(z.trim(), z.minLength(rules.name.min), z.maxLength(rules.name.max)),
  accepted_terms: z
    .boolean()
    .check(z.refine((accepted) => accepted, { error: () => fieldText("not_accepted") })),
});

function NewAccount({ external }: { external: External }) {
  const { t } = useTranslation("auth");
  const form = useAppForm(schema, { role: "student", name: external.name, accepted_terms: false });
  return (
    <AuthCard
      title={t("signUp.title")}
      lead={t("external.signUp", external)}
      below={
        <Link className="link font-medium" to="/sign-in">
          {t("signIn.other")}
        </Link>
      }
    >
      <form
        onSubmit={form.submit((values) => finish({ ...values, time_zone: browserZone() }))}
        noValidate
        className="flex flex-col gap-5"
      >
        <FormSummary problem={form.problem} />
        <Controller control={form.control} name="role" render={({ field }) => <RoleChoice {...field} />} />
        <Field label={t("signUp.name")} help={t("signUp.nameHelp")} error={form.errorOf("name")}>
          <Input autoComplete="name" {...form.register("name")} />
        </Field>
        <Terms error={form.errorOf("accepted_terms")} {...form.register("accepted_terms")} />
        <Button type="submit" size="lg" wide busy={form.busy}>
          {t("signUp.submit")}
        </Button>
      </form>
    </AuthCard>
  );
}
