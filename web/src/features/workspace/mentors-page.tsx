import { PeoplePage } from "./components/people-list";

/** /my-mentors */
export default function MentorsPage() {
  return <PeoplePage as="student" />;
}
