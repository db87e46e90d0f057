import { lazy, type ReactNode, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { useUser } from "@/lib/use-session";
import { Skeleton } from "@/ui/bits";
import { Page, PageHeader } from "@/ui/page";
import { PhotoEditor } from "@/ui/photo-editor";
import { Devices } from "./components/devices";
import { LookAndTime } from "./components/look-and-time";
import { PasswordForm } from "./components/password-form";
import { SecondFactor } from "./components/second-factor";
import { Section } from "./components/section";
import { Sides } from "./components/sides";

const Passkeys = lazy(() => import("./components/passkeys"));
// Few sites have set any up.
const LinkedSignIns = lazy(() => import("./components/linked-sign-ins"));
const Storage = lazy(() => import("./components/storage"));

/** What belongs to other features, passed in by the app. */
type Slots = { apiTokens: ReactNode; calendar: ReactNode; chat: ReactNode; notifications: ReactNode };

export function AccountPage({ apiTokens, calendar, chat, notifications }: Slots) {
  const { t } = useTranslation("account");
  const user = useUser();
  return (
    <Page>
      <PageHeader title={t("title")} lead={t("lead", { email: user?.email })} />
      <div className="divide-y divide-line border-t border-line">
        <Section id="photo" title={t("photo.title")} lead={t("photo.lead")}>
          <PhotoEditor />
        </Section>
        <Section id="sides" title={t("sides.title")} lead={t("sides.lead")}>
          <Sides />
        </Section>
        <Section title={t("devices.title")} lead={t("devices.lead")}>
          <Devices />
        </Section>
        <Section title={t("password.title")} lead={t("password.lead")}>
          <PasswordForm />
        </Section>
        <Section id="second-factor" title={t("factor.title")} lead={t("factor.lead")}>
          <SecondFactor />
        </Section>
        <Section id="passkeys" title={t("passkeys.title")} lead={t("passkeys.lead")}>
          <Suspense fallback={<Skeleton className="h-16" />}>
            <Passkeys />
          </Suspense>
        </Section>
        <Suspense fallback={null}>
          <LinkedSignIns />
        </Suspense>
        <Section id="calendar" title={t("calendar.title")} lead={t("calendar.lead")}>
          {calendar}
        </Section>
        <Section id="notifications" title={t("notifications.title")} lead={t("notifications.lead")}>
          {notifications}
        </Section>
        <Section id="chat" title={t("chat.title")} lead={t("chat.lead")}>
          {chat}
        </Section>
        <Section id="api-tokens" title={t("apiTokens.title")} lead={t("apiTokens.lead")}>
          {apiTokens}
        </Section>
        <Suspense fallback={null}>
          <Storage />
        </Suspense>
        <Section title={t("look.title")} lead={t("look.lead")}>
          <LookAndTime />
        </Section>
      </div>
    </Page>
  );
}
