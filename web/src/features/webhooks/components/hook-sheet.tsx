import { useTranslation } from "react-i18next";
import { type CreateHook, type Hook, limits } from "@/api/contract.gen";
import { useAppForm } from "@/lib/use-app-form";
import { z } from "@/lib/zod";
import { Field, Input } from "@/ui/field";
import { FormDialog } from "@/ui/form-dialog";
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
    <FormDialog
      title={t(hook ? "form.edit" : "form.create")}
      look="sheet"
      form={form}
      onSubmit={form.submit(save)}
      send={t(hook ? "form.save" : "form.add")}
      onClose={onClose}
    >
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
    </FormDialog>
  );
}
