import { AccountPage } from "@/features/account/account-page";
import { ChatSettings } from "@/features/chat/components/privacy-settings";

export default function Account() {
  return <AccountPage chat={<ChatSettings />} />;
}
