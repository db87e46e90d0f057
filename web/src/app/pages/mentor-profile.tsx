import { OwnReliability } from "@/features/analytics/reliability";
import { MentorProfilePage } from "@/features/mentors/editor/profile-page";

export default function MentorProfile() {
  return <MentorProfilePage reliability={(mentor) => <OwnReliability mentor={mentor} />} />;
}
