import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { Button } from "@/ui/button";
import { Page, PageHeader } from "@/ui/page";

const sections = ["s1", "s2", "s3", "s4", "s5", "counting", "s6", "s7", "s8"] as const;

export default function PrivacyPage() {
  const { t } = useTranslation("site");
  return (
    <Page width="form">
      <PageHeader title={t("privacy.title")} lead={t("privacy.lead")} />
      <div className="flex flex-col gap-8">
        {sections.map((section) => (
          <section key={section} aria-labelledby={section}>
            <h2 id={section} className="text-lg">
              {t(`privacy.${section}.title`)}
            </h2>
            <p className="measure mt-1.5 text-ink-2">{t(`privacy.${section}.body`)}</p>
          </section>
        ))}
        <div>
          <Button asChild variant="secondary">
            <Link to="/contact">{t("privacy.contact")}</Link>
          </Button>
        </div>
      </div>
    </Page>
  );
}
