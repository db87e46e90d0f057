import { Plus } from "lucide-react";
import { useTranslation } from "react-i18next";

const questions = ["q1", "q2", "q3", "q4", "q5", "q6"] as const;

export function Questions() {
  const { t } = useTranslation("home");
  return (
    <section
      id="questions"
      aria-labelledby="questions-title"
      className="grid grid-cols-1 scroll-mt-24 gap-x-12 gap-y-6 lg:grid-cols-[16rem_1fr]"
    >
      <h2 id="questions-title" className="text-2xl sm:text-3xl">
        {t("faq.title")}
      </h2>
      <div className="divide-y divide-line border-y border-line">
        {questions.map((name) => (
          <details key={name} className="group">
            <summary className="flex min-h-14 list-none items-center justify-between gap-4 py-3 font-medium [&::-webkit-details-marker]:hidden">
              {t(`faq.${name}.q`)}
              <Plus
                size={20}
                strokeWidth={1.75}
                aria-hidden
                className="shrink-0 text-ink-3 transition-transform group-open:rotate-45"
              />
            </summary>
            <p className="measure pb-5 text-ink-2">{t(`faq.${name}.a`)}</p>
          </details>
        ))}
      </div>
    </section>
  );
}
