import { SessionPage } from "@/features/booking/session-page";
import { MessageButton } from "@/features/chat/components/message-button";

export default function Session() {
  return <SessionPage contact={(id, label) => <MessageButton to={id} label={label} />} />;
}
