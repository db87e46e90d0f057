import { AccountPage } from "@/features/account/account-page";
import { ChatSettings } from "@/features/chat/components/privacy-settings";
import { NotificationSettings } from "@/features/notifications/notification-settings";

export default function Account() {
  return <AccountPage chat={<ChatSettings />} notifications={<NotificationSettings />} />;
}
