import { AccountPage } from "@/features/account/account-page";
import { CalendarSettings } from "@/features/calendar/calendar-settings";
import { ChatSettings } from "@/features/chat/components/privacy-settings";
import { NotificationSettings } from "@/features/notifications/notification-settings";

export default function Account() {
  return (
    <AccountPage
      calendar={<CalendarSettings />}
      chat={<ChatSettings />}
      notifications={<NotificationSettings />}
    />
  );
}
