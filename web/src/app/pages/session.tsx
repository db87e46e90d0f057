import { SessionRoom } from "@/features/attendance/session-room";
import { SessionPage } from "@/features/booking/session-page";
import { AddToCalendar } from "@/features/calendar/add-to-calendar";
import { MessageButton } from "@/features/chat/components/message-button";
import { SessionFeedback } from "@/features/feedback/session-feedback";
import { CvOf } from "@/ui/cv-download";

export default function Session() {
  return (
    <SessionPage
      contact={(id, label) => <MessageButton to={id} label={label} />}
      cv={(id, name) => <CvOf person={id} name={name} />}
      room={(booking, name) => <SessionRoom booking={booking} name={name} />}
      calendar={(booking) => <AddToCalendar booking={booking.id} />}
      feedback={(booking, side) => <SessionFeedback booking={booking} side={side} />}
    />
  );
}
