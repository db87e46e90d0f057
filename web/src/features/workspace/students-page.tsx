import { PeoplePage } from "./components/people-list";

/** /mentor/students */
export default function StudentsPage() {
  return <PeoplePage as="mentor" />;
}
