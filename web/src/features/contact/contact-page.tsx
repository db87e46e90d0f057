import { CircleCheck } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Trans, useTranslation } from "react-i18next";
import { Link } from "react-router";
import { call } from "@/api/call";
import { happened } from "@/lib/counting";
import { newKey } from "@/lib/new-key";
import { useAppForm } from "@/lib/use-app-form";
import { useUser } from "@/lib/use-session";
import { emailRule, z } from "@/lib/zod";
import { Button } from "@/ui/button";
import { Field, Input, Textarea } from "@/ui/field";
import { Page, PageHeader } from "@/ui/page";
import { Select } from "@/ui/select";
import { FormSummary, Notice } from "@/ui/states";
import { topics } from "./model/topics";

const schema = z.object({
  name: z.string().check(z.trim(), z.minLength(1), z.maxLength(100)),
  email: emailRule,
  topic: z.enum(topics),
  text: z.string().check(z.trim(), z.minLength(1), z.maxLength(4000)),
  website: z.string(),
});

/** /contact: for everybody, signed in or not. */
export default function ContactPage() {
  const { t } = useTranslation("contact");
  const user = useUser();
  const [sentTo, setSentTo] = useState<string | null>(null);
  return (
    <Page width="form">
      <PageHeader title={t("title")} lead={t("lead")} />
      {user && (
        <div className="mb-6">
          <Notice>
            <Trans t={t} i18nKey="support" components={{ 1: <Link className="link" to="/support" /> }} />
          </Notice>
        </div>
      )}
      {sentTo ? <Sent to={sentTo} onAgain={() => setSentTo(null)} /> : <ContactForm onSent={setSentTo} />}
    </Page>
  );
}

function Sent({ to, onAgain }: { to: string; onAgain: () => void }) {
  const { t } = useTranslation("contact");
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <div ref={box} tabIndex={-1} role="status" className="flex flex-col items-start gap-3 outline-none">
      <p className="flex items-center gap-3 font-display text-lg font-semibold">
        <CircleCheck size={24} strokeWidth={1.75} aria-hidden className="text-success-ink" />
        {t("sent")}
      </p>
      <p className="text-ink-2">{t("sentBody", { email: to })}</p>
      <Button variant="secondary" onClick={onAgain}>
        {t("another")}
      </Button>
    </div>
  );
}

/** A repeat after a lost answer is the same message: the key stays as long as the form. */
function ContactForm({ onSent }: { onSent: (email: string) => void }) {
  const { t } = useTranslation("contact");
  const user = useUser();
  const [key] = useState(newKey);
  const form = useAppForm(schema, {
    name: user?.name ?? "",
    email: user?.email ?? "",
    topic: "question",
    text: "",
    website: "",
  });
  const send = form.submit(async (values) => {
    await call("contact.send", { body: { ...values, client_key: key } });
    happened("contact_sent");
    onSent(values.email);
  });
  return (
    <form onSubmit={send} noValidate className="flex flex-col gap-5">
      <FormSummary problem={form.problem} />
      <div className="grid gap-5 sm:grid-cols-2">
        <Field label={t("name")} error={form.errorOf("name")}>
          <Input autoComplete="name" {...form.register("name")} />
        </Field>
        <Field label={t("email")} error={form.errorOf("email")}>
          <Input type="email" autoComplete="email" {...form.register("email")} />
        </Field>
      </div>
      <Field label={t("topic")} error={form.errorOf("topic")}>
        <Select {...form.register("topic")}>
          {topics.map((one) => (
            <option key={one} value={one}>
              {t(`topics.${one}`)}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={t("text")} error={form.errorOf("text")}>
        <Textarea rows={7} {...form.register("text")} />
      </Field>
      <div aria-hidden className="sr-only">
        <label>
          {t("trap")}
          <input tabIndex={-1} autoComplete="off" {...form.register("website")} />
        </label>
      </div>
      <div>
        <Button type="submit" size="lg" busy={form.busy}>
          {t("send")}
        </Button>
      </div>
    </form>
  );
}
