import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "@/api/api-error";
import { call } from "@/api/call";
import { errorText, fieldText } from "@/lib/error-text";
import { Button } from "@/ui/button";
import { Field, Input } from "@/ui/field";

/** In the footer of every public page, so without the form library: one field, one button. */
export function NewsletterForm() {
  const { t } = useTranslation("newsletter");
  const [state, setState] = useState<{ busy?: boolean; error?: string; done?: string }>({});
  const subscribe = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const email = String(form.get("email")).trim();
    if (!email) return setState({ error: fieldText("required") });
    setState({ busy: true });
    try {
      const asked = await call("newsletter.subscribe", {
        body: { email, website: String(form.get("website")) },
      });
      setState({ done: asked.email });
    } catch (error) {
      const field = error instanceof ApiError ? error.fields[0] : undefined;
      setState({ error: field ? fieldText(field.reason, field.limit) : errorText(error) });
    }
  };
  return (
    <section
      aria-labelledby="newsletter"
      className="flex flex-wrap items-start justify-between gap-x-12 gap-y-4"
    >
      <div className="min-w-0 grow basis-64">
        <h2 id="newsletter" className="text-lg">
          {t("form.title")}
        </h2>
        <p className="measure mt-1 text-sm text-ink-2">{t("form.body")}</p>
      </div>
      {state.done ? (
        <p
          role="status"
          className="grow basis-72 rounded-md bg-success-soft p-4 text-sm text-success-ink sm:max-w-md"
        >
          {t("form.done", { email: state.done })}
        </p>
      ) : (
        <form
          onSubmit={subscribe}
          noValidate
          className="flex grow basis-72 flex-wrap items-start gap-2 sm:max-w-md"
        >
          <Field label={t("form.email")} quiet error={state.error} className="grow basis-48">
            <Input name="email" type="email" autoComplete="email" placeholder={t("form.email")} />
          </Field>
          <div aria-hidden className="sr-only">
            <label>
              {t("form.trap")}
              <input name="website" tabIndex={-1} autoComplete="off" />
            </label>
          </div>
          <Button type="submit" variant="secondary" busy={state.busy}>
            {t("form.submit")}
          </Button>
        </form>
      )}
    </section>
  );
}
