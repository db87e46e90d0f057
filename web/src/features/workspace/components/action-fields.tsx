import type { UseFormRegisterReturn } from "react-hook-form";
import { useTranslation } from "react-i18next";
import type { Side } from "@/api/contract.gen";
import { Field, Input } from "@/ui/field";
import { Select } from "@/ui/select";

export type ActionFields = { text: string; assignee: Side; due: string };

type Props = {
  side: Side;
  name: string;
  assignee: UseFormRegisterReturn;
  due: UseFormRegisterReturn;
  dueError: string | undefined;
};

/** Who does it, until when. */
export function ActionMore({ side, name, assignee, due, dueError }: Props) {
  const { t } = useTranslation("workspace");
  const other: Side = side === "student" ? "mentor" : "student";
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Field label={t("actions.who")}>
        <Select {...assignee}>
          <option value={side}>{t("you")}</option>
          <option value={other}>{name}</option>
        </Select>
      </Field>
      <Field label={t("actions.due")} error={dueError} optional>
        <Input type="date" {...due} />
      </Field>
    </div>
  );
}
