import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { call } from "@/api/call";
import { limits, type MentorProfile } from "@/api/contract.gen";
import { session } from "@/api/session";
import { fieldText } from "@/lib/error-text";
import { z } from "@/lib/zod";
import { Field, Input } from "@/ui/field";
import { ProfileForm, profileBody, profileShape, profileValues } from "@/ui/profile-form";

const most = limits.UpdateMentor.years.max;

const schema = z.object({
  ...profileShape(limits.UpdateMentor),
  years: z.string().check(
    z.trim(),
    z.refine((typed) => /^\d+$/.test(typed), { error: () => fieldText("not_an_integer"), abort: true }),
    z.refine((typed) => Number(typed) <= most, { error: () => fieldText("too_large", most) }),
  ),
});

const valuesOf = (profile: MentorProfile) => ({ ...profileValues(profile), years: String(profile.years) });

export function MentorForm({ profile }: { profile: MentorProfile }) {
  const { t } = useTranslation("mentors");
  const cache = useQueryClient();
  return (
    <ProfileForm
      schema={schema}
      values={valuesOf(profile)}
      limits={limits.UpdateMentor}
      save={async (values) => {
        const saved = await call("mentors.update", {
          body: { ...profileBody(values), years: Number(values.years) },
        });
        cache.setQueryData(["mentors", "me"], saved);
        // The card and the public page show the same texts.
        void cache.invalidateQueries({
          queryKey: ["mentors"],
          predicate: ({ queryKey }) => queryKey[1] !== "me",
        });
        const user = session.current()?.user;
        if (user) session.setUser({ ...user, approval: saved.approval });
        return valuesOf(saved);
      }}
      help={{
        headline: t("editor.headlineHelp"),
        about: t("editor.aboutHelp"),
        skills: t("editor.skillsHelp"),
        zone: t("editor.zoneHelp"),
      }}
      own={(form) => (
        <Field label={t("editor.years")} error={form.errorOf("years")}>
          <Input inputMode="numeric" autoComplete="off" className="max-w-32" {...form.register("years")} />
        </Field>
      )}
    />
  );
}
