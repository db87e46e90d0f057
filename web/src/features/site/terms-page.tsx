import { useTranslation } from "react-i18next";
import { Page, PageHeader } from "@/ui/page";

const sections = ["s1", "s2", "s3", "s4", "s5", "s6", "s7"] as const;

export default function TermsPage() {
  const { t } = useTranslation("site");
  return (
    <Page width="form">
      <PageHeader title={t("terms.title")} lead={t("terms.lead")} />
      <div className="flex flex-col gap-8">
        {sections.map((section) => (
          <section key={section} aria-labelledby={section}>
            <h2 id={section} className="text-lg">
              {t(`terms.${section}.title`)}
            </h2>
            <p className="measure mt-1.5 text-ink-2">{t(`terms.${section}.body`)}</p>
          </section>
        ))}
      </div>
    </Page>
  );
}
