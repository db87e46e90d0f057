import { ArrowLeft } from "lucide-react";
import { type RefObject, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation, useNavigate } from "react-router";
import { ApiError } from "@/api/api-error";
import { call } from "@/api/call";
import { type Hold, limits, type PublicMentor, type Service } from "@/api/contract.gen";
import { happened } from "@/lib/counting";
import { formatDateTime, formatMinutes, formatMoney, formatTheirTime, formatYourTime } from "@/lib/format";
import { newKey } from "@/lib/new-key";
import { usePreference } from "@/lib/preferences";
import { useBookingRules } from "@/lib/site-status";
import { useAppForm } from "@/lib/use-app-form";
import { useUser } from "@/lib/use-session";
import { z } from "@/lib/zod";
import { Button } from "@/ui/button";
import { Field, Input, Textarea } from "@/ui/field";
import { FormSummary, Notice } from "@/ui/states";

const schema = z.object({
  topic: z.string().check(z.trim(), z.maxLength(limits.Hold.topic.max)),
  note: z.string().check(z.trim(), z.maxLength(limits.Hold.note.max)),
});
export type Draft = z.infer<typeof schema>;

/** The time itself cannot be had: the card goes back to the times and asks for them again. */
const timeIsGone = new Set(["booking.slot_taken", "booking.not_offered", "booking.student_busy"]);

type Props = {
  mentor: PublicMentor;
  service: Service;
  start: string;
  zone: string;
  /** Outlives this step, so that another time does not cost what was typed. */
  draft: RefObject<Draft>;
  onBack: () => void;
  onGone: (error: ApiError) => void;
};

/** The step between a time and the payment: what it is, what it costs, when the money comes back. */
export function ConfirmHold({ mentor, service, start, zone, draft, onBack, onGone }: Props) {
  const { t } = useTranslation("booking");
  const user = useUser();
  const [hours] = usePreference("hours");
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  const rules = useBookingRules();
  const freeUntil = rules?.freeUntil(start);
  return (
    <section aria-labelledby="confirm" className="flex flex-col gap-5">
      <div>
        <button
          type="button"
          onClick={onBack}
          className="-ml-1 inline-flex min-h-9 items-center gap-1.5 px-1 text-sm text-ink-2 hover:text-ink"
        >
          <ArrowLeft size={18} strokeWidth={1.75} aria-hidden />
          {t("confirm.back")}
        </button>
        <h2 id="confirm" ref={title} tabIndex={-1} className="mt-1 text-xl outline-none">
          {t("confirm.title")}
        </h2>
      </div>
      <dl className="tabular flex flex-col gap-3 text-sm">
        <div>
          <dt className="sr-only">{t("confirm.when")}</dt>
          <dd className="font-semibold">{formatYourTime(start, zone, hours)}</dd>
          <dd className="text-ink-2">
            {formatTheirTime(start, { name: mentor.name, zone: mentor.time_zone }, zone, hours)}
          </dd>
        </div>
        <div className="flex items-baseline justify-between gap-4 border-t border-line pt-3">
          <dt>
            {service.title} · {formatMinutes(service.minutes)}
          </dt>
          <dd className="font-semibold">{formatMoney(service.price)}</dd>
        </div>
      </dl>
      {rules && freeUntil && (
        <p className="text-sm text-ink-2">
          {freeUntil > new Date()
            ? t("refund.rule", { until: formatDateTime(freeUntil, zone, hours) })
            : t("refund.tooSoon", { free: rules.free })}
        </p>
      )}
      {user === null ? (
        <SignInFirst />
      ) : !user.roles.includes("student") ? (
        <Notice>
          <p>{t("confirm.notStudent")}</p>
          <Button asChild size="sm" variant="secondary" className="mt-3">
            <Link to="/account#sides">{t("confirm.beStudent")}</Link>
          </Button>
        </Notice>
      ) : user.mentor_id === mentor.mentor_id ? (
        <Notice>{t("confirm.own")}</Notice>
      ) : (
        <HoldForm mentor={mentor} service={service} start={start} draft={draft} onGone={onGone} />
      )}
    </section>
  );
}

function SignInFirst() {
  const { t } = useTranslation("booking");
  const here = useLocation();
  const next = encodeURIComponent(`${here.pathname}${here.search}#book`);
  return (
    <div className="flex flex-col gap-2">
      <Button asChild size="lg" wide>
        <Link to={`/sign-in?next=${next}`}>{t("confirm.signIn")}</Link>
      </Button>
      <Button asChild variant="ghost" wide>
        <Link to="/sign-up">{t("confirm.signUp")}</Link>
      </Button>
      <p className="text-sm text-ink-3">{t("confirm.signInHelp")}</p>
    </div>
  );
}

function HoldForm(props: Pick<Props, "mentor" | "service" | "start" | "draft" | "onGone">) {
  const { mentor, service, start, draft, onGone } = props;
  const { t } = useTranslation("booking");
  const navigate = useNavigate();
  const form = useAppForm(schema, draft.current);
  const sent = useRef({ body: "", key: "" });
  const span = useBookingRules()?.hold;

  const hold = form.submit(async (values) => {
    draft.current = values;
    const body: Hold = { mentor_id: mentor.mentor_id, service_id: service.id, start, ...values };
    // The same wish sent again, because no answer came, is the same request; a refused or changed one is new.
    const text = JSON.stringify(body);
    if (sent.current.body !== text) sent.current = { body: text, key: newKey() };
    try {
      const booking = await call("booking.hold", { body, key: sent.current.key });
      happened("booking_begun");
      navigate(`/bookings/${booking.id}/payment`);
    } catch (error) {
      if (error instanceof ApiError && error.status >= 400 && error.status < 500) {
        sent.current = { body: "", key: "" };
        if (timeIsGone.has(error.reason)) return onGone(error);
      }
      throw error;
    }
  });

  return (
    <form onSubmit={hold} noValidate className="flex flex-col gap-4">
      <FormSummary problem={form.problem}>
        {form.problem?.reason === "booking.too_many_holds" && (
          <Link to="/sessions" className="link w-fit font-medium">
            {t("confirm.seeHolds")}
          </Link>
        )}
      </FormSummary>
      <Field label={t("confirm.topic")} help={t("confirm.topicHelp")} error={form.errorOf("topic")} optional>
        <Input {...form.register("topic")} />
      </Field>
      <Field label={t("confirm.note", { name: mentor.name })} error={form.errorOf("note")} optional>
        <Textarea rows={3} {...form.register("note")} />
      </Field>
      <Button type="submit" size="lg" wide busy={form.busy}>
        {span ? t("confirm.hold", { span }) : t("confirm.holdPlain")}
      </Button>
      <p className="text-sm text-ink-3">
        {span ? t("confirm.holdHelp", { span }) : t("confirm.holdHelpPlain")}
      </p>
    </form>
  );
}
