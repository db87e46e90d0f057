import { useOneTap } from "@/features/auth/use-one-tap";
import { nextEventsQuery } from "@/features/events/api/queries";
import { NextEvents } from "@/features/events/components/next-events";
import { testimonialsQuery } from "@/features/feedback/queries";
import { Testimonials } from "@/features/feedback/testimonials";
import { statsQuery } from "@/features/home/components/counters";
import { Home } from "@/features/home/home-page";
import { facetsQuery, soonestMentorsQuery } from "@/features/mentors/api/queries";
import { FreeNext, PopularSkills, SoonestMentors } from "@/features/mentors/components/home-slots";
import type { Ahead } from "@/lib/ahead";
import { errorText } from "@/lib/error-text";
import { toast } from "@/ui/toast";

export const ahead: Ahead = () => [
  soonestMentorsQuery(6),
  facetsQuery({}),
  statsQuery,
  nextEventsQuery,
  testimonialsQuery,
];

export default function HomePage() {
  useOneTap(null, (error) => toast.error(errorText(error)));
  return (
    <Home
      soon={<FreeNext />}
      popular={<PopularSkills />}
      mentors={<SoonestMentors />}
      events={<NextEvents />}
      testimonials={<Testimonials />}
    />
  );
}
