import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { call } from "@/api/call";
import { useAppForm } from "@/lib/use-app-form";
import { z } from "@/lib/zod";
import { Button } from "@/ui/button";
import { Field, Input } from "@/ui/field";
import { FormSummary } from "@/ui/states";
import { @camel@Query } from "../api/queries";

const schema = z.object({ text: z.string().trim().min(1).max(200) });

export function AddForm() {
  const { t } = useTranslation("@name@");
  const cache = useQueryClient();
  const form = useAppForm(schema, { text: "" });
  const add = form.submit(async (body) => {
    await call("@name@.add", { body });
    form.reset({ text: "" });
    await cache.invalidateQueries({ queryKey: @camel@Query.queryKey });
  });
  return (
    <form onSubmit={add} noValidate className="mb-6 flex flex-col gap-4">
      <FormSummary problem={form.problem} />
      <Field label={t("text")} error={form.errorOf("text")}>
        <Input {...form.register("text")} />
      </Field>
      <Button type="submit" busy={form.busy} className="self-start">
        {t("add")}
      </Button>
    </form>
  );
}
