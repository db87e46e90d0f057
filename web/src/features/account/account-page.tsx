import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useUser } from "@/lib/use-session";
import { Page, PageHeader } from "@/ui/page";
import { PhotoEditor } from "@/ui/photo-editor";
import { Devices } from "./components/devices";
import { LookAndTime } from "./components/look-and-time";
import { PasswordForm } from "./components/password-form";
import { SecondFactor } from "./components/second-factor";
import { Sides } from "./components/sides";

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
        <Section title={t("look.title")} lead={t("look.lead")}>
          <LookAndTime />
        </Section>
      </div>
    </Page>
  );
}

type SectionProps = { id?: string; title: string; lead: string; children: ReactNode };

function Section({ id, title, lead, children }: SectionProps) {
  return (
    <section
      id={id}
      aria-label={title}
      className="grid scroll-mt-20 grid-cols-1 gap-x-12 gap-y-5 py-8 lg:grid-cols-[18rem_minmax(0,1fr)]"
    >
      <div>
        <h2 className="text-lg">{title}</h2>
        <p className="mt-1 text-sm text-ink-2">{lead}</p>
      </div>
      <div className="max-w-xl">{children}</div>
    </section>
  );
}
