import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "@/api/api-error";
import { call } from "@/api/call";
import { limits, type NewApiToken } from "@/api/contract.gen";
import { useAppForm } from "@/lib/use-app-form";
import { z } from "@/lib/zod";
import { Button } from "@/ui/button";
import { Checkbox } from "@/ui/choices";
import { Field, FieldError, Input } from "@/ui/field";
import { PasswordInput } from "@/ui/password-input";
import { Select } from "@/ui/select";
import { FormSummary } from "@/ui/states";

const rules = limits.ApiTokenWish;
const scopes = ["read", "write", "chat"] as const;
const spans = [7, 30, 60, rules.days.max];
const schema = z.object({
  name: z.string().check(z.trim(), z.minLength(1), z.maxLength(rules.name.max)),
  scopes: z.array(z.enum(scopes)).check(z.minLength(1)),
  days: z.string(),
  password: z.string().check(z.minLength(1), z.maxLength(rules.password.max)),
  code: z.string().check(z.trim(), z.maxLength(rules.code.max)),
});

type Props = { onMade: (made: NewApiToken) => void; onCancel: () => void };

export function TokenForm({ onMade, onCancel }: Props) {
  const { t } = useTranslation("api-tokens");
  const form = useAppForm(schema, { name: "", scopes: ["read"], days: "30", password: "", code: "" });
  // The server says so where signing in asks for one.
  const [needsCode, setNeedsCode] = useState(false);

  const save = form.submit(async ({ days, code, ...rest }) => {
    try {
      const body = { ...rest, days: Number(days), ...(code && { code }) };
      onMade(await call("auth.createApiToken", { body }));
    } catch (error) {
      if (error instanceof ApiError && error.fields.some(({ field }) => field === "code")) setNeedsCode(true);
      throw error;
    }
  });
  const scopesError = form.errorOf("scopes");
  return (
    <form onSubmit={save} noValidate className="flex flex-col gap-5">
      <FormSummary problem={form.problem} />
      <Field label={t("name")} help={t("nameHelp")} error={form.errorOf("name")}>
        <Input autoComplete="off" {...form.register("name")} />
      </Field>
      <fieldset className="flex flex-col gap-3">
        <legend className="mb-2 text-sm font-medium">{t("scopes")}</legend>
        {scopes.map((scope) => (
          <Checkbox
            key={scope}
            value={scope}
            label={t(`scope.${scope}`)}
            help={t(`scopeHelp.${scope}`)}
            {...form.register("scopes")}
          />
        ))}
        {scopesError && <FieldError>{scopesError}</FieldError>}
      </fieldset>
      <Field label={t("days")} error={form.errorOf("days")}>
        <Select {...form.register("days")}>
          {spans.map((count) => (
            <option key={count} value={count}>
              {t("dayCount", { count })}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={t("password")} error={form.errorOf("password")}>
        <PasswordInput autoComplete="current-password" {...form.register("password")} />
      </Field>
      {needsCode && (
        <Field label={t("code")} error={form.errorOf("code")}>
          <Input autoComplete="one-time-code" spellCheck={false} autoFocus {...form.register("code")} />
        </Field>
      )}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" busy={form.busy}>
          {t("submit")}
        </Button>
        <Button variant="ghost" onClick={onCancel}>
          {t("cancel")}
        </Button>
      </div>
    </form>
  );
}
