import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { call } from "@/api/call";
import { limits, type Service } from "@/api/contract.gen";
import { formatMinutes, formatMoney } from "@/lib/format";
import { useAppForm } from "@/lib/use-app-form";
import { z } from "@/lib/zod";
import { Field, Input, Textarea } from "@/ui/field";
import { FormDialog } from "@/ui/form-dialog";
import { Select } from "@/ui/select";
import { toast } from "@/ui/toast";
import { toMajor, toMinor } from "../model/price";

const { title, description, price } = limits.CreateService;
const lengths = [15, 20, 30, 45, 60, 90, 120, 150, 180, 240];

const schema = z.object({
  title: z.string().check(z.trim(), z.minLength(title.min), z.maxLength(title.max)),
  description: z.string().check(z.trim(), z.maxLength(description.max)),
  minutes: z.string(),
  price: z.string(),
});

type Props = { service: Service | null; currency: string; onClose: () => void };

/** A new service, or one that is changed. Sessions that are booked keep their price and length. */
export function ServiceSheet({ service, currency, onClose }: Props) {
  const { t } = useTranslation("services");
  const cache = useQueryClient();
  const form = useAppForm(schema, {
    title: service?.title ?? "",
    description: service?.description ?? "",
    minutes: String(service?.minutes ?? 60),
    price: service ? toMajor(service.price.amount, currency) : "",
  });
  const options = [...new Set([...lengths, service?.minutes ?? 60])].sort((a, b) => a - b);

  const save = form.submit(async (values) => {
    const amount = toMinor(values.price, currency);
    if (amount === null) return form.setError("price", { message: t("form.priceInvalid") });
    if (amount < price.min || amount > price.max) {
      // The limits are minor units; people read amounts.
      return form.setError("price", {
        message: t("form.priceRange", {
          least: formatMoney({ amount: price.min, currency }),
          most: formatMoney({ amount: price.max, currency }),
        }),
      });
    }
    const body = {
      title: values.title,
      description: values.description,
      minutes: Number(values.minutes),
      price: amount,
    };
    if (service) await call("mentors.updateService", { params: { service: service.id }, body });
    else await call("mentors.createService", { body });
    await cache.invalidateQueries({ queryKey: ["mentors"] });
    toast(t(service ? "form.saved" : "form.created"));
    onClose();
  });

  return (
    <FormDialog
      title={t(service ? "form.editTitle" : "form.newTitle")}
      look="sheet"
      form={form}
      onSubmit={save}
      send={t(service ? "form.save" : "form.create")}
      onClose={onClose}
    >
      <Field label={t("form.title")} help={t("form.titleHelp")} error={form.errorOf("title")} required>
        <Input {...form.register("title")} />
      </Field>
      <Field
        label={t("form.description")}
        help={t("form.descriptionHelp")}
        error={form.errorOf("description")}
        optional
      >
        <Textarea {...form.register("description")} />
      </Field>
      <Field label={t("form.minutes")} error={form.errorOf("minutes")}>
        <Select {...form.register("minutes")}>
          {options.map((minutes) => (
            <option key={minutes} value={minutes}>
              {formatMinutes(minutes)}
            </option>
          ))}
        </Select>
      </Field>
      <Field
        label={t("form.price", { currency })}
        help={t("form.priceHelp")}
        error={form.errorOf("price")}
        required
      >
        <Input inputMode="decimal" autoComplete="off" {...form.register("price")} />
      </Field>
    </FormDialog>
  );
}
