import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { Button } from "@/ui/button";
import { Page, PageHeader } from "@/ui/page";

const sections = ["s1", "s2", "s3", "s4"] as const;

export default function AboutPage() {
  const { t } = useTranslation("site");
  return (
    <Page>
      <PageHeader title={t("about.title")} lead={t("about.lead")} />
      <div className="grid gap-x-12 gap-y-10 md:grid-cols-2">
        {sections.map((section) => (
          <section key={section} aria-labelledby={section} className="border-t-2 border-primary pt-5">
            <h2 id={section} className="text-xl">
              {t(`about.${section}.title`)}
            </h2>
            <p className="measure mt-2 text-ink-2">{t(`about.${section}.body`)}</p>
          </section>
        ))}
      </div>
      <div className="mt-12 flex flex-wrap gap-2">
        <Button asChild>
          <Link to="/mentors">{t("about.find")}</Link>
        </Button>
        <Button asChild variant="secondary">
          <Link to="/services">{t("about.offer")}</Link>
        </Button>
        <Button asChild variant="ghost">
          <Link to="/contact">{t("about.contact")}</Link>
        </Button>
      </div>
    </Page>
  );
}
