import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "@/api/call";
import { useAppForm } from "@/lib/use-app-form";
import { z } from "@/lib/zod";
import { Field, Textarea } from "@/ui/field";
import { FormDialog } from "@/ui/form-dialog";
import { Select } from "@/ui/select";
import { toast } from "@/ui/toast";

const reasons = ["spam", "abuse", "wrong", "other"] as const;
const schema = z.object({ reason: z.enum(reasons), note: z.string().check(z.trim(), z.maxLength(500)) });

export function ReportButton({
  post,
  comment,
  className,
}: {
  post: number;
  comment?: number;
  className: string;
}) {
  const { t } = useTranslation("community");
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className={className} onClick={() => setOpen(true)}>
        {t("report.open")}
      </button>
      {open && <ReportDialog post={post} comment={comment} onClose={() => setOpen(false)} />}
    </>
  );
}

function ReportDialog({ post, comment, onClose }: { post: number; comment?: number; onClose: () => void }) {
  const { t } = useTranslation("community");
  const form = useAppForm(schema, { reason: "spam", note: "" });
  const send = form.submit(async (values) => {
    await call("community.report", { params: { post }, body: { comment, ...values } });
    toast(t("report.done"));
    onClose();
  });
  return (
    <FormDialog
      title={t("report.title")}
      description={t("report.body")}
      form={form}
      onSubmit={send}
      send={t("report.send")}
      onClose={onClose}
    >
      <Field label={t("report.reason")} error={form.errorOf("reason")}>
        <Select {...form.register("reason")}>
          {reasons.map((one) => (
            <option key={one} value={one}>
              {t(`reason.${one}`)}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={t("report.note")} optional error={form.errorOf("note")}>
        <Textarea rows={3} {...form.register("note")} />
      </Field>
    </FormDialog>
  );
}
