import { useTranslation } from "react-i18next";
import { type CreateHook, type Hook, limits } from "@/api/contract.gen";
import { useAppForm } from "@/lib/use-app-form";
import { z } from "@/lib/zod";
import { Button } from "@/ui/button";
import { Sheet } from "@/ui/dialog";
import { Field, Input } from "@/ui/field";
import { FormSummary } from "@/ui/states";
import { KindChoice } from "./kind-choice";

const rules = limits.CreateHook;
// Which addresses are allowed is the server's matter: where it is tested, more of them are.
const schema = z.object({
  url: z.string().check(z.trim(), z.minLength(1), z.maxLength(rules.url.max), z.url()),
  kinds: z.array(z.string()).check(z.minLength(1)),
  note: z.string().check(z.trim(), z.maxLength(rules.note.max)),
});

type Props = {
  /** Else a new one is made. */
  hook?: Hook;
  kinds: string[];
  save: (wish: CreateHook) => Promise<unknown>;
  onClose: () => void;
};

/** Where events go and which. What is typed stays until the server has taken it. */
export function HookSheet({ hook, kinds, save, onClose }: Props) {
  const { t } = useTranslation("webhooks");
  const form = useAppForm(schema, {
    url: hook?.url ?? "",
    kinds: hook?.kinds ?? [],
    note: hook?.note ?? "",
  });
  return (
    <Sheet
      open
      onOpenChange={(open) => !open && onClose()}
      title={t(hook ? "form.edit" : "form.create")}
      footer={
        <>
          <Button variant="secondary" onClick={onClose}>
            {t("form.cancel")}
          </Button>
          <Button type="submit" form="webhook" busy={form.busy}>
            {t(hook ? "form.save" : "form.add")}
          </Button>
        </>
      }
    >
      <form id="webhook" onSubmit={form.submit(save)} noValidate className="flex flex-col gap-6 pb-2">
        <FormSummary problem={form.problem} />
        <Field label={t("form.url")} help={t("form.urlHelp")} error={form.errorOf("url")}>
          <Input
            type="url"
            inputMode="url"
            autoComplete="off"
            spellCheck={false}
            placeholder="https://"
            {...form.register("url")}
          />
        </Field>
        <Field label={t("form.note")} help={t("form.noteHelp")} error={form.errorOf("note")} optional>
          <Input autoComplete="off" {...form.register("note")} />
        </Field>
        <KindChoice
          kinds={kinds}
          value={form.watch("kinds")}
          error={form.errorOf("kinds")}
          onChange={(wishes) => form.setValue("kinds", wishes, { shouldDirty: true, shouldValidate: true })}
        />
      </form>
    </Sheet>
  );
}
