import { reliabilityQuery } from "@/features/analytics/queries";
import { ReliabilityFacts } from "@/features/analytics/reliability";
import { BookingCard } from "@/features/booking/booking-card";
import { MessageButton } from "@/features/chat/components/message-button";
import { MentorReviews } from "@/features/feedback/mentor-reviews";
import { reviewsQuery } from "@/features/feedback/queries";
import { mentorQuery } from "@/features/mentors/api/queries";
import { MentorPage } from "@/features/mentors/mentor-page";
import { JoinWaitlist } from "@/features/waitlist/components/join-waitlist";
import type { Ahead } from "@/lib/ahead";

export const ahead: Ahead = (_address, { mentor = "" }) => [
  mentorQuery(mentor),
  reliabilityQuery(mentor),
  reviewsQuery(mentor),
];

export default function Mentor() {
  return (
    <MentorPage
      booking={(mentor) => (
        <BookingCard
          mentor={mentor}
          waitlist={(service) => <JoinWaitlist mentor={mentor} service={service} />}
        />
      )}
      reviews={(mentor) => <MentorReviews mentor={mentor.mentor_id} name={mentor.name} />}
      facts={(mentor) => <ReliabilityFacts mentor={mentor.mentor_id} />}
      contact={(mentor, label) => <MessageButton to={mentor.mentor_id} label={label} />}
    />
  );
}
