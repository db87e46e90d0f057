import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { call } from "@/api/call";
import { limits, type StudentProfile } from "@/api/contract.gen";
import { z } from "@/lib/zod";
import { ProfileForm, profileBody, profileShape, profileValues } from "@/ui/profile-form";

const schema = z.object(profileShape(limits.UpdateStudent));

export function StudentForm({ profile }: { profile: StudentProfile }) {
  const { t } = useTranslation("students");
  const cache = useQueryClient();
  return (
    <ProfileForm
      schema={schema}
      values={profileValues(profile)}
      limits={limits.UpdateStudent}
      save={async (values) => {
        const saved = await call("students.update", { body: profileBody(values) });
        cache.setQueryData(["students", "me"], saved);
        return profileValues(saved);
      }}
      help={{
        headline: t("headlineHelp"),
        about: t("aboutHelp"),
        skills: t("skillsHelp"),
        zone: t("zoneHelp"),
      }}
    />
  );
}
