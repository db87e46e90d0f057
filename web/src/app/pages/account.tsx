import { lazy, Suspense } from "react";
import { AccountPage } from "@/features/account/account-page";
import { CalendarSettings } from "@/features/calendar/calendar-settings";
import { NotificationSettings } from "@/features/notifications/notification-settings";
import { Skeleton } from "@/ui/bits";

// Few have programs of their own.
const ApiTokens = lazy(() => import("@/features/api-tokens/api-tokens"));
// Brings what is live with it.
const ChatSettings = lazy(() => import("@/features/chat/components/privacy-settings"));

export default function Account() {
  return (
    <AccountPage
      apiTokens={
        <Suspense fallback={<Skeleton className="h-16" />}>
          <ApiTokens />
        </Suspense>
      }
      calendar={<CalendarSettings />}
      chat={
        <Suspense fallback={<Skeleton className="h-16" />}>
          <ChatSettings />
        </Suspense>
      }
      notifications={<NotificationSettings />}
    />
  );
}
