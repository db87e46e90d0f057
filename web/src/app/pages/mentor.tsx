import { BookingCard } from "@/features/booking/booking-card";
import { MessageButton } from "@/features/chat/components/message-button";
import { MentorPage } from "@/features/mentors/mentor-page";

export default function Mentor() {
  return (
    <MentorPage
      booking={(mentor) => <BookingCard mentor={mentor} />}
      contact={(mentor, label) => <MessageButton to={mentor.mentor_id} label={label} />}
    />
  );
}
