import { type FormEvent, type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import type { FormProblem } from "@/lib/use-app-form";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { FormSummary } from "./states";

type Props = {
  title: ReactNode;
  description?: ReactNode;
  look?: "dialog" | "sheet";
  /** What useAppForm() made. */
  form: { busy: boolean; problem: FormProblem | null };
  onSubmit: (event: FormEvent) => unknown;
  /** Of the button that sends it. */
  send: string;
  onClose: () => void;
  children: ReactNode;
};

/** A form that was asked for. It stays with what was typed until the server has taken it; the form's owner closes it then. */
export function FormDialog({ form, onSubmit, send, onClose, children, ...dialog }: Props) {
  const { t } = useTranslation("ui");
  const id = useId();
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      footer={
        <>
          <Button variant="secondary" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button type="submit" form={id} busy={form.busy}>
            {send}
          </Button>
        </>
      }
      {...dialog}
    >
      <form id={id} onSubmit={onSubmit} noValidate className="flex flex-col gap-5">
        <FormSummary problem={form.problem} />
        {children}
      </form>
    </Dialog>
  );
}
