import { BookingCard } from "@/features/booking/booking-card";
import { MentorPage } from "@/features/mentors/mentor-page";

export default function Mentor() {
  return <MentorPage booking={(mentor) => <BookingCard mentor={mentor} />} />;
}
