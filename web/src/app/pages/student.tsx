import { PinnedChats } from "@/features/chat/components/pinned-chats";
import { StudentDashboard } from "@/features/dashboard/student-dashboard";
import { ThreeSoonest } from "@/features/mentors/components/home-slots";
import { MentorCard } from "@/features/mentors/components/mentor-card";
import { MyWaits } from "@/features/waitlist/my-waits";

export default function Student() {
  return (
    <StudentDashboard
      card={(mentor) => <MentorCard mentor={mentor} level={3} />}
      soonest={<ThreeSoonest />}
      pinned={<PinnedChats />}
      waits={<MyWaits />}
    />
  );
}
