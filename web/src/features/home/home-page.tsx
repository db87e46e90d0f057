import { ArrowRight } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useUser } from "@/lib/use-session";
import { useTitle } from "@/lib/use-title";
import { Button } from "@/ui/button";
import { Counters } from "./components/counters";
import { Hero } from "./components/hero";
import { HowItWorks } from "./components/how-it-works";
import { Questions } from "./components/questions";

export type HomeSlots = {
  /** The next free times of real mentors, beside the headline. */
  soon: ReactNode;
  /** Skills to search for with one click. */
  popular: ReactNode;
  /** Six real mentors. */
  mentors: ReactNode;
  /** The next real events, with their heading; nothing if there are none. */
  events: ReactNode;
  /** What students said; nothing if nobody agreed to be quoted. */
  testimonials: ReactNode;
};

/** What other features show here is passed in by the app: features do not know each other. */
export function Home({ soon, popular, mentors, events, testimonials }: HomeSlots) {
  const { t } = useTranslation("home");
  useTitle(t("tab"));
  const user = useUser();
  return (
    <>
      <Hero soon={soon} popular={popular} />
      <div className="mx-auto flex max-w-[1168px] flex-col gap-20 px-4 sm:gap-28 sm:px-6">
        <Counters />
        <section aria-labelledby="people">
          <div className="mb-6 flex flex-wrap items-end justify-between gap-4">
            <h2 id="people" className="text-2xl sm:text-3xl">
              {t("mentors.title")}
            </h2>
            <Link to="/mentors" className="link inline-flex min-h-8 items-center gap-1.5 font-medium">
              {t("mentors.all")}
              <ArrowRight size={18} strokeWidth={1.75} aria-hidden />
            </Link>
          </div>
          {mentors}
        </section>
        <HowItWorks />
        {events}
        {testimonials}
        <Questions />
        {!user?.mentor_id && (
          <section
            aria-labelledby="join"
            className="flex flex-col items-start justify-between gap-6 rounded-xl bg-primary-soft p-8 sm:p-12 lg:flex-row lg:items-center"
          >
            <div>
              <h2 id="join" className="text-2xl">
                {t("join.title")}
              </h2>
              <p className="measure mt-2 text-ink-2">{t("join.body")}</p>
            </div>
            <Button asChild size="lg">
              <Link to={user ? "/account#sides" : "/sign-up?role=mentor"}>{t("join.action")}</Link>
            </Button>
          </section>
        )}
      </div>
    </>
  );
}
