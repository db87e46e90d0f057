import { NextWith } from "@/features/booking/components/next-with";
import { ChatPage } from "@/features/chat/chat-page";
import { MentorGlance } from "@/features/mentors/components/mentor-glance";
import { WorkspaceLink } from "@/features/workspace/components/workspace-link";

export default function Chat() {
  return (
    <ChatPage
      aside={(person) => (
        <>
          {person.role !== "staff" && <NextWith person={person.id} name={person.name} />}
          {person.role !== "staff" && <WorkspaceLink person={person.id} />}
          {person.role === "mentor" && <MentorGlance mentor={person.id} />}
        </>
      )}
    />
  );
}
