import { useTranslation } from "react-i18next";

const steps = ["1", "2", "3"] as const;
const moments = ["held", "paid", "late", "cancel"] as const;

/** The three steps, then what nervous people really want to know: where the money is at each moment. */
export function HowItWorks() {
  const { t } = useTranslation("home");
  return (
    <section id="how" aria-labelledby="how-title" className="scroll-mt-24">
      <h2 id="how-title" className="text-2xl sm:text-3xl">
        {t("how.title")}
      </h2>
      <p className="mt-2 text-ink-2">{t("how.lead")}</p>
      <ol className="mt-10 grid gap-8 md:grid-cols-3">
        {steps.map((step) => (
          <li key={step} className="border-t-2 border-primary pt-5">
            <span aria-hidden className="tabular font-display text-xl font-semibold text-primary-ink">
              {step}
            </span>
            <h3 className="mt-1 text-lg">{t(`how.${step}.title`)}</h3>
            <p className="mt-2 text-ink-2">{t(`how.${step}.body`)}</p>
          </li>
        ))}
      </ol>
      <div className="mt-14 grid gap-x-12 gap-y-6 rounded-xl bg-sunken p-6 sm:p-10 lg:grid-cols-[16rem_1fr]">
        <h3 className="text-xl">{t("how.money.title")}</h3>
        <dl className="grid grid-cols-1 gap-x-10 gap-y-6 sm:grid-cols-2">
          {moments.map((moment) => (
            <div key={moment}>
              <dt className="font-semibold">{t(`how.money.${moment}.when`)}</dt>
              <dd className="mt-1 text-ink-2">{t(`how.money.${moment}.what`)}</dd>
            </div>
          ))}
        </dl>
      </div>
    </section>
  );
}
