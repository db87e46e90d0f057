import { lazy, Suspense } from "react";
import { AccountPage } from "@/features/account/account-page";
import { CalendarSettings } from "@/features/calendar/calendar-settings";
import { ChatSettings } from "@/features/chat/components/privacy-settings";
import { NotificationSettings } from "@/features/notifications/notification-settings";
import { Skeleton } from "@/ui/bits";

// Few have programs of their own.
const ApiTokens = lazy(() => import("@/features/api-tokens/api-tokens"));

export default function Account() {
  return (
    <AccountPage
      apiTokens={
        <Suspense fallback={<Skeleton className="h-16" />}>
          <ApiTokens />
        </Suspense>
      }
      calendar={<CalendarSettings />}
      chat={<ChatSettings />}
      notifications={<NotificationSettings />}
    />
  );
}
