import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { call } from "@/api/call";
import { limits } from "@/api/contract.gen";
import { useAppForm } from "@/lib/use-app-form";
import { useUser } from "@/lib/use-session";
import { z } from "@/lib/zod";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { PasswordInput, PasswordMeter } from "@/ui/password-input";
import { FormSummary } from "@/ui/states";
import { toast } from "@/ui/toast";

const rule = limits.ChangePassword.new_password;
const schema = z.object({
  current_password: z.string().check(z.minLength(1), z.maxLength(256)),
  new_password: z.string().check(z.minLength(rule.min), z.maxLength(rule.max)),
});

export function PasswordForm() {
  const { t } = useTranslation("account");
  const user = useUser();
  const cache = useQueryClient();
  const form = useAppForm(schema, { current_password: "", new_password: "" });
  const save = form.submit(async (body) => {
    await call("auth.changePassword", { body });
    form.reset();
    toast(t("password.done"));
    await cache.invalidateQueries({ queryKey: ["account", "devices"] });
  });
  return (
    <form onSubmit={save} noValidate className="flex flex-col gap-5">
      <FormSummary problem={form.problem} />
      <input type="email" autoComplete="username" value={user?.email ?? ""} readOnly hidden />
      <Field label={t("password.current")} error={form.errorOf("current_password")}>
        <PasswordInput autoComplete="current-password" {...form.register("current_password")} />
      </Field>
      <Field
        label={t("password.next")}
        help={
          <PasswordMeter password={form.watch("new_password")} own={[user?.name ?? "", user?.email ?? ""]} />
        }
        error={form.errorOf("new_password")}
      >
        <PasswordInput autoComplete="new-password" {...form.register("new_password")} />
      </Field>
      <Button type="submit" busy={form.busy} className="self-start">
        {t("password.submit")}
      </Button>
    </form>
  );
}
