import { ArrowUpRight, Briefcase, CalendarCheck, Clock, Languages } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { PublicMentor, Service } from "@/api/contract.gen";
import { formatList, formatMinutes, formatMoney, formatTime } from "@/lib/format";
import { usePreference } from "@/lib/preferences";
import { useNow } from "@/lib/use-now";
import { zoneCity } from "@/lib/zones";
import { Avatar, Chip, Skeleton, Stars } from "@/ui/bits";
import { Soon } from "@/ui/soon";
import { Heart } from "./heart";

/**
 * The page of one mentor: who they are on the left, `booking` sticky on the right.
 * On a phone the booking comes right after the services, which is the order people ask in.
 */
export function MentorView({
  mentor,
  booking,
  facts,
  contact,
  reviews,
}: {
  mentor: PublicMentor;
  booking: ReactNode;
  facts: ReactNode;
  contact: ReactNode;
  reviews: ReactNode;
}) {
  const { t } = useTranslation("mentors");
  const services = mentor.services.filter((service) => service.active);
  return (
    <div className="grid grid-cols-1 gap-x-12 gap-y-10 lg:grid-cols-[minmax(0,1fr)_24rem] lg:grid-rows-[auto_1fr]">
      <div className="flex flex-col gap-10">
        <Who mentor={mentor} facts={facts} contact={contact} />
        <section aria-labelledby="services">
          <h2 id="services" className="text-xl">
            {t("page.services")}
          </h2>
          {services.length === 0 ? (
            <p className="mt-2 text-ink-2">{t("page.noServices", { name: mentor.name })}</p>
          ) : (
            <ul className="mt-3 divide-y divide-line border-y border-line">
              {services.map((service) => (
                <li key={service.id}>
                  <ServiceRow service={service} />
                </li>
              ))}
            </ul>
          )}
        </section>
      </div>
      <aside
        id="book"
        className="max-lg:later-220 scroll-mt-20 lg:sticky lg:top-22 lg:col-start-2 lg:row-span-2 lg:row-start-1 lg:self-start"
      >
        <Soon instead={<Skeleton className="h-220 rounded-lg" />}>{booking}</Soon>
      </aside>
      <div className="later-120 flex flex-col gap-10">
        <Soon instead={<Skeleton className="h-120" />}>
          <About mentor={mentor} />
          {reviews}
        </Soon>
      </div>
    </div>
  );
}

type WhoProps = { mentor: PublicMentor; facts: ReactNode; contact: ReactNode };

function Who({ mentor, facts, contact }: WhoProps) {
  const { t } = useTranslation("mentors");
  const [hours] = usePreference("hours");
  const now = useNow();
  const fact = "flex items-center gap-2";
  const icon = {
    size: 18,
    strokeWidth: 1.75,
    "aria-hidden": true,
    className: "shrink-0 text-ink-3",
  } as const;
  return (
    <header className="flex flex-col gap-5 sm:flex-row sm:gap-6">
      <Avatar name={mentor.name} photo={mentor.photo} size="xl" />
      <div className="min-w-0">
        <h1 className="text-2xl sm:text-3xl">{mentor.name}</h1>
        <p className="measure mt-1 text-lg text-ink-2">{mentor.headline}</p>
        <ul className="mt-4 flex flex-wrap gap-x-6 gap-y-2 text-sm text-ink-2">
          <li className={fact}>
            <Stars rating={mentor.rating} count={mentor.rating_count} />
          </li>
          <li className={fact}>
            <CalendarCheck {...icon} />
            {t("page.sessions", { count: mentor.sessions_count })}
          </li>
          {mentor.years > 0 && (
            <li className={fact}>
              <Briefcase {...icon} />
              {t("card.years", { count: mentor.years })}
            </li>
          )}
          {mentor.languages.length > 0 && (
            <li className={fact}>
              <Languages {...icon} />
              {formatList(mentor.languages)}
            </li>
          )}
          <li className={`tabular ${fact}`}>
            <Clock {...icon} />
            {t("page.local", {
              time: formatTime(now, mentor.time_zone, hours),
              city: zoneCity(mentor.time_zone),
            })}
          </li>
          {facts}
        </ul>
        <div className="mt-5 flex items-center gap-2 empty:hidden">
          {contact}
          <Heart mentor={mentor.mentor_id} name={mentor.name} />
        </div>
      </div>
    </header>
  );
}

/** Leads to the booking card with this service chosen: the choice is in the address, the card reads it there. */
function ServiceRow({ service }: { service: Service }) {
  const { t } = useTranslation("mentors");
  return (
    <div className="group relative flex items-start justify-between gap-6 py-4">
      <div className="min-w-0">
        <h3 className="font-sans text-base font-semibold tracking-normal">{service.title}</h3>
        {service.description && <p className="measure mt-0.5 text-sm text-ink-2">{service.description}</p>}
        <Link
          to={`?service=${service.id}#book`}
          replace
          className="link mt-1.5 inline-flex min-h-6 items-center text-sm font-medium"
        >
          {t("page.choose")}
          <span className="sr-only">{t("page.chooseFor", { title: service.title })}</span>
        </Link>
      </div>
      <p className="tabular shrink-0 text-right">
        <span className="block font-semibold">{formatMoney(service.price)}</span>
        <span className="block text-sm text-ink-3">{formatMinutes(service.minutes)}</span>
      </p>
    </div>
  );
}

function About({ mentor }: { mentor: PublicMentor }) {
  const { t } = useTranslation("mentors");
  return (
    <>
      {mentor.about && (
        <section aria-labelledby="about">
          <h2 id="about" className="text-xl">
            {t("page.about", { name: mentor.name.split(" ")[0] })}
          </h2>
          <div className="measure mt-3 flex flex-col gap-4 break-words text-ink-2">
            {mentor.about.split(/\n{2,}/).map((paragraph) => (
              <p key={paragraph} className="whitespace-pre-line">
                {paragraph}
              </p>
            ))}
          </div>
        </section>
      )}
      {mentor.skills.length > 0 && (
        <section aria-labelledby="skills">
          <h2 id="skills" className="text-xl">
            {t("page.skills")}
          </h2>
          <ul className="mt-3 flex flex-wrap gap-2">
            {mentor.skills.map((skill) => (
              <li key={skill}>
                <Link
                  to={`/mentors?skill=${encodeURIComponent(skill)}`}
                  className="block rounded-full hover:opacity-80"
                >
                  <Chip>{skill}</Chip>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      )}
      {mentor.education.length > 0 && (
        <section aria-labelledby="education">
          <h2 id="education" className="text-xl">
            {t("page.education")}
          </h2>
          <ul className="mt-3 flex flex-col gap-3">
            {mentor.education.map((one) => (
              <li key={`${one.institution} ${one.degree} ${one.from_year}`}>
                <p className="font-medium break-words">{one.institution}</p>
                <p className="text-sm text-ink-2">
                  {[one.degree, one.subject].filter(Boolean).join(", ")}
                  <span className="tabular block text-ink-3">
                    {one.to_year === null
                      ? t("page.since", { year: one.from_year })
                      : `${one.from_year}–${one.to_year}`}
                  </span>
                </p>
              </li>
            ))}
          </ul>
        </section>
      )}
      {mentor.links.length > 0 && (
        <section aria-labelledby="links">
          <h2 id="links" className="text-xl">
            {t("page.links")}
          </h2>
          <ul className="mt-3 flex flex-wrap gap-x-6 gap-y-2">
            {mentor.links.map((link) => (
              <li key={link.url}>
                <a
                  href={link.url}
                  target="_blank"
                  rel="nofollow noopener noreferrer"
                  className="link inline-flex min-h-8 items-center gap-1"
                >
                  {link.label}
                  <ArrowUpRight size={16} strokeWidth={1.75} aria-hidden />
                  <span className="sr-only">({t("page.opens")})</span>
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
