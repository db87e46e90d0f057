import { Search } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { Button } from "@/ui/button";

export function Hero({ soon, popular }: { soon: ReactNode; popular: ReactNode }) {
  const { t } = useTranslation("home");
  const navigate = useNavigate();
  const search = (form: FormData) => {
    const q = String(form.get("q") ?? "").trim();
    navigate(q ? `/mentors?q=${encodeURIComponent(q)}` : "/mentors");
  };
  return (
    <section className="hero-glow">
      <div className="mx-auto grid grid-cols-1 max-w-[1168px] items-center gap-x-16 gap-y-12 px-4 pt-12 pb-16 sm:px-6 sm:pt-20 sm:pb-20 lg:grid-cols-[minmax(0,1fr)_23rem]">
        <div>
          <h1 className="text-3xl sm:text-4xl">{t("hero.title")}</h1>
          <p className="measure mt-5 max-w-xl text-lg text-ink-2">{t("hero.lead")}</p>
          <search>
            <form action={search} className="mt-8 flex max-w-xl flex-col gap-2 sm:flex-row">
              <span className="relative grow">
                <Search
                  size={20}
                  strokeWidth={1.75}
                  aria-hidden
                  className="pointer-events-none absolute top-1/2 left-4 -translate-y-1/2 text-ink-3"
                />
                <input
                  name="q"
                  type="search"
                  maxLength={100}
                  aria-label={t("hero.field")}
                  placeholder={t("hero.placeholder")}
                  className="h-12 w-full rounded-md border border-line-strong bg-surface pr-4 pl-12 transition-colors hover:border-ink-3 focus-visible:outline-offset-0"
                />
              </span>
              <Button type="submit" size="lg">
                {t("hero.submit")}
              </Button>
            </form>
          </search>
          <div className="mt-5 min-h-16 sm:min-h-9">{popular}</div>
        </div>
        {soon}
      </div>
    </section>
  );
}
