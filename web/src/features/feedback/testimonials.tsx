import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { StarRow } from "./components/star-row";
import { testimonialsQuery } from "./queries";

/** For the home page: what students said and agreed to show. Nothing at all while there is none. */
export function Testimonials() {
  const { t } = useTranslation("feedback");
  const { data } = useQuery(testimonialsQuery);
  if (!data || data.items.length === 0) return null;
  return (
    <section aria-labelledby="testimonials">
      <h2 id="testimonials" className="mb-6 text-2xl sm:text-3xl">
        {t("home.title")}
      </h2>
      <ul className="grid grid-cols-1 gap-4 sm:grid-cols-2 lg:grid-cols-3">
        {data.items.map((one) => (
          <li key={one.id}>
            <figure className="flex h-full flex-col gap-3 rounded-lg border border-line bg-surface p-5">
              <StarRow stars={one.stars} />
              <blockquote className="line-clamp-6 grow whitespace-pre-line break-words">
                {one.text}
              </blockquote>
              <figcaption className="flex flex-wrap items-baseline justify-between gap-x-3 text-sm">
                <span className="font-medium">{one.author}</span>
                <Link to={`/mentors/${one.mentor_id}`} className="link inline-flex min-h-8 items-center">
                  {t("home.mentor")}
                  <span className="sr-only">{t("home.mentorOf", { name: one.author })}</span>
                </Link>
              </figcaption>
            </figure>
          </li>
        ))}
      </ul>
    </section>
  );
}
