import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "@/api/call";
import type { Hook } from "@/api/contract.gen";
import { useViewerZone } from "@/lib/preferences";
import { useAppForm } from "@/lib/use-app-form";
import { z } from "@/lib/zod";
import { zoneCity } from "@/lib/zones";
import { Field, Input } from "@/ui/field";
import { FormDialog } from "@/ui/form-dialog";
import { toast } from "@/ui/toast";
import { instantOf, localOf } from "../model/delivery";
import { useDeliveriesAgain } from "../queries";

const day = 86_400_000;
const schema = z.object({ since: z.string().check(z.minLength(1)) });

export function ReplayDialog({ hook, onClose }: { hook: Hook; onClose: () => void }) {
  const { t } = useTranslation("webhooks");
  const [zone] = useViewerZone();
  const [yesterday] = useState(() => localOf(new Date(Date.now() - day), zone));
  const form = useAppForm(schema, { since: yesterday });
  const again = useDeliveriesAgain(hook.id);
  const replay = form.submit(async ({ since }) => {
    const done = await call("webhooks.replaySince", {
      params: { webhook: hook.id },
      body: { since: instantOf(since, zone) },
    });
    toast(t("replay.done", { count: done.deliveries }));
    onClose();
    await again();
  });
  return (
    <FormDialog
      title={t("replay.title")}
      description={t("replay.body")}
      form={form}
      onSubmit={replay}
      send={t("replay.confirm")}
      onClose={onClose}
    >
      <Field
        label={t("replay.since")}
        help={t("replay.sinceHelp", { city: zoneCity(zone) })}
        error={form.errorOf("since")}
      >
        <Input type="datetime-local" {...form.register("since")} />
      </Field>
      <p className="text-sm text-ink-3">{t("replay.most")}</p>
    </FormDialog>
  );
}
