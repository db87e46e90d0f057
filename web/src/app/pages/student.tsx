import { StudentDashboard } from "@/features/dashboard/student-dashboard";
import { ThreeSoonest } from "@/features/mentors/components/home-slots";
import { MyWaits } from "@/features/waitlist/my-waits";

export default function Student() {
  return <StudentDashboard waits={<MyWaits />} recommended={<ThreeSoonest />} />;
}
