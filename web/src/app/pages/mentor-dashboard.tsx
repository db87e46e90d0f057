import { AnalyticsGlance } from "@/features/analytics/glance";
import { MentorDashboard } from "@/features/dashboard/mentor-page";

export default function MentorDashboardPage() {
  return <MentorDashboard figures={<AnalyticsGlance />} />;
}
