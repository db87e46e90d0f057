import { useTranslation } from "react-i18next";
import { limits, type Side, type Workspace } from "@/api/contract.gen";
import { useAppForm } from "@/lib/use-app-form";
import { z } from "@/lib/zod";
import { Field, Textarea } from "@/ui/field";
import { FormDialog } from "@/ui/form-dialog";
import { useWorkspaceChange } from "../use-workspace-change";
import { type ActionFields, ActionMore } from "./action-fields";

const schema = z.object({
  text: z.string().check(z.trim(), z.minLength(1), z.maxLength(limits.ChangeActionItem.text.max)),
  assignee: z.enum(["student", "mentor"]),
  due: z.string(),
});

type Props = {
  person: string;
  title: string;
  text: string;
  /** Of an action item; an agenda item has none of it. */
  action?: { side: Side; name: string; assignee: Side; due: string };
  onClose: () => void;
  save: (fields: ActionFields) => Promise<Workspace>;
};

/** The words of an item; who does it until when, if somebody does. */
export function EditDialog({ person, title, text, action, onClose, save }: Props) {
  const { t } = useTranslation("workspace");
  const change = useWorkspaceChange(person);
  const form = useAppForm(schema, {
    text,
    assignee: action?.assignee ?? "student",
    due: action?.due ?? "",
  });
  const submit = form.submit(async (fields) => {
    await change.orFail(() => save(fields));
    onClose();
  });
  return (
    <FormDialog title={title} form={form} onSubmit={submit} send={t("save")} onClose={onClose}>
      <Field label={t("words")} error={form.errorOf("text")}>
        <Textarea rows={2} maxLength={limits.ChangeActionItem.text.max} {...form.register("text")} />
      </Field>
      {action && (
        <ActionMore
          side={action.side}
          name={action.name}
          assignee={form.register("assignee")}
          due={form.register("due")}
          dueError={form.errorOf("due")}
        />
      )}
    </FormDialog>
  );
}
