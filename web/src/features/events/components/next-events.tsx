import { useQuery } from "@tanstack/react-query";
import { ArrowRight } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { nextEventsQuery } from "../api/queries";
import { EventCard } from "./event-card";

/** For the home page: the three soonest events. Nothing at all while there are none. */
export function NextEvents() {
  const { t } = useTranslation("events");
  const { data } = useQuery(nextEventsQuery);
  if (!data || data.items.length === 0) return null;
  return (
    <section aria-labelledby="events">
      <div className="mb-6 flex flex-wrap items-end justify-between gap-4">
        <h2 id="events" className="text-2xl sm:text-3xl">
          {t("home.title")}
        </h2>
        <Link to="/events" className="link inline-flex min-h-8 items-center gap-1.5 font-medium">
          {t("home.all")}
          <ArrowRight size={18} strokeWidth={1.75} aria-hidden />
        </Link>
      </div>
      <ul className="grid grid-cols-1 gap-4 sm:grid-cols-2 lg:grid-cols-3">
        {data.items.map((event) => (
          <li key={event.id}>
            <EventCard event={event} level={3} />
          </li>
        ))}
      </ul>
    </section>
  );
}
