import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { call } from "@/api/call";
import { newKey } from "@/lib/new-key";
import { useAppForm } from "@/lib/use-app-form";
import { z } from "@/lib/zod";
import { Field, Input, Textarea } from "@/ui/field";
import { FormDialog } from "@/ui/form-dialog";
import { Select } from "@/ui/select";
import { categories } from "../model/ticket";

const schema = z.object({
  subject: z.string().check(z.trim(), z.minLength(3), z.maxLength(120)),
  category: z.enum(categories),
  text: z.string().check(z.trim(), z.minLength(1), z.maxLength(4000)),
});

/** A repeat after a lost answer is the same ticket: the key stays as long as the dialog. */
export function NewTicketDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("support");
  const navigate = useNavigate();
  const cache = useQueryClient();
  const [key] = useState(newKey);
  const form = useAppForm(schema, { subject: "", category: "other", text: "" });
  const ask = form.submit(async (values) => {
    const ticket = await call("support.create", { body: { ...values, client_key: key } });
    void cache.invalidateQueries({ queryKey: ["support"] });
    navigate(`/support/${ticket.id}`);
  });
  return (
    <FormDialog
      title={t("new.title")}
      description={t("new.body")}
      form={form}
      onSubmit={ask}
      send={t("new.send")}
      onClose={onClose}
    >
      <Field label={t("new.category")} error={form.errorOf("category")}>
        <Select {...form.register("category")}>
          {categories.map((one) => (
            <option key={one} value={one}>
              {t(`category.${one}`)}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={t("new.subject")} error={form.errorOf("subject")}>
        <Input {...form.register("subject")} />
      </Field>
      <Field label={t("new.text")} help={t("new.textHelp")} error={form.errorOf("text")}>
        <Textarea rows={6} {...form.register("text")} />
      </Field>
    </FormDialog>
  );
}
