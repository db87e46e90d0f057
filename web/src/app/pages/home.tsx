import { NextEvents } from "@/features/events/components/next-events";
import { Testimonials } from "@/features/feedback/testimonials";
import { Home } from "@/features/home/home-page";
import { FreeNext, PopularSkills, SoonestMentors } from "@/features/mentors/components/home-slots";

export default function HomePage() {
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
