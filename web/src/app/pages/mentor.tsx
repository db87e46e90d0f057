import { MentorPage } from "@/features/mentors/mentor-page";

export default function Mentor() {
  return <MentorPage booking={() => null} />;
}
