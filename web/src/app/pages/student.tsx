import { StudentDashboard } from "@/features/dashboard/student-dashboard";
import { ThreeSoonest } from "@/features/mentors/components/home-slots";

export default function Student() {
  return <StudentDashboard recommended={<ThreeSoonest />} />;
}
