import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Controller } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { call } from "@/api/call";
import { limits, type MentorProfile } from "@/api/contract.gen";
import { session } from "@/api/session";
import { fieldText } from "@/lib/error-text";
import { useAppForm } from "@/lib/use-app-form";
import { useDebounced } from "@/lib/use-debounced";
import { z } from "@/lib/zod";
import { Button } from "@/ui/button";
import { Field, Input, Textarea } from "@/ui/field";
import { filledLinks, LinksEditor, linksRule, placeItemErrors } from "@/ui/links-editor";
import { FormSummary } from "@/ui/states";
import { TagInput } from "@/ui/tag-input";
import { toast } from "@/ui/toast";
import { ZoneSelect } from "@/ui/zone-select";

const { name, headline, about, skills, languages, links, years } = limits.UpdateMentor;

const schema = z.object({
  name: z.string().check(z.trim(), z.minLength(name.min), z.maxLength(name.max)),
  headline: z.string().check(z.trim(), z.maxLength(headline.max)),
  about: z.string().check(z.trim(), z.maxLength(about.max)),
  skills: z.array(z.string()).check(z.maxLength(skills.items)),
  languages: z.array(z.string()).check(z.maxLength(languages.items)),
  links: linksRule(links.items),
  years: z.string().check(
    z.trim(),
    z.refine((typed) => /^\d+$/.test(typed), { error: () => fieldText("not_an_integer"), abort: true }),
    z.refine((typed) => Number(typed) <= years.max, { error: () => fieldText("too_large", years.max) }),
  ),
  time_zone: z.string(),
});
type Values = z.infer<typeof schema>;

const valuesOf = (profile: MentorProfile): Values => ({
  name: profile.name,
  headline: profile.headline,
  about: profile.about,
  skills: profile.skills,
  languages: profile.languages,
  links: profile.links,
  years: String(profile.years),
  time_zone: profile.time_zone,
});

export function ProfileForm({ profile }: { profile: MentorProfile }) {
  const { t } = useTranslation("mentors");
  const cache = useQueryClient();
  const form = useAppForm(schema, valuesOf(profile));
  const written = form.watch("about").length;
  const [typed, setTyped] = useState("");
  const beginning = useDebounced(typed);
  const known = useQuery({
    queryKey: ["skills", beginning],
    queryFn: ({ signal }) => call("mentors.skills", { query: { q: beginning } }, signal),
    enabled: beginning !== "" && typed !== "",
    placeholderData: keepPreviousData,
  });

  const save = form.submit(async (values) => {
    try {
      const saved = await call("mentors.update", {
        body: { ...values, links: filledLinks(values.links), years: Number(values.years) },
      });
      cache.setQueryData(["mentors", "me"], saved);
      // The card and the public page show the same texts.
      void cache.invalidateQueries({
        queryKey: ["mentors"],
        predicate: ({ queryKey }) => queryKey[1] !== "me",
      });
      const user = session.current()?.user;
      if (user)
        session.setUser({ ...user, name: saved.name, time_zone: saved.time_zone, approval: saved.approval });
      form.reset(valuesOf(saved));
      toast(t("editor.saved"));
    } catch (error) {
      const placed: string[] = [];
      const rest = placeItemErrors(error, values, (path, message) => {
        form.setError(path as "links", { type: "server", message });
        placed.push(path);
      });
      if (rest) throw rest;
      const first = (["skills", "languages", "links"] as const).find((list) =>
        placed.some((path) => path.startsWith(list)),
      );
      // After the row shows its error: the focus goes to the field that is wrong.
      if (first) setTimeout(() => form.setFocus(first));
    }
  });

  const tagTexts = {
    remove: (tag: string) => t("editor.removeTag", { name: tag }),
    double: (tag: string) => t("editor.double", { name: tag }),
    suggestions: t("editor.suggestions"),
  };

  return (
    <form onSubmit={save} noValidate className="flex flex-col gap-6">
      <FormSummary problem={form.problem} />
      <Field label={t("editor.name")} error={form.errorOf("name")} required>
        <Input autoComplete="name" {...form.register("name")} />
      </Field>
      <Field label={t("editor.headline")} help={t("editor.headlineHelp")} error={form.errorOf("headline")}>
        <Input {...form.register("headline")} />
      </Field>
      <Field
        label={t("editor.about")}
        help={t("editor.aboutHelp")}
        error={form.errorOf("about")}
        aside={
          <span className={written > about.max ? "tabular text-danger-ink" : "tabular text-ink-3"}>
            {t("editor.count", { count: written, max: about.max })}
          </span>
        }
      >
        <Textarea rows={8} {...form.register("about")} />
      </Field>
      <Field label={t("editor.skills")} help={t("editor.skillsHelp")} error={form.errorOf("skills")}>
        <Controller
          control={form.control}
          name="skills"
          render={({ field }) => (
            <TagInput
              {...field}
              max={skills.items}
              maxLength={skills.max}
              suggestions={known.data?.items.map((skill) => skill.name)}
              onType={setTyped}
              texts={{ ...tagTexts, full: t("editor.skillsFull", { count: skills.items }) }}
            />
          )}
        />
      </Field>
      <Field label={t("editor.languages")} help={t("editor.languagesHelp")} error={form.errorOf("languages")}>
        <Controller
          control={form.control}
          name="languages"
          render={({ field }) => (
            <TagInput
              {...field}
              max={languages.items}
              maxLength={languages.max}
              texts={{ ...tagTexts, full: t("editor.languagesFull", { count: languages.items }) }}
            />
          )}
        />
      </Field>
      <Field label={t("editor.years")} error={form.errorOf("years")}>
        <Input inputMode="numeric" autoComplete="off" className="max-w-32" {...form.register("years")} />
      </Field>
      <Field label={t("editor.zone")} help={t("editor.zoneHelp")} error={form.errorOf("time_zone")}>
        <Controller
          control={form.control}
          name="time_zone"
          render={({ field }) => <ZoneSelect value={field.value} onChange={field.onChange} />}
        />
      </Field>
      <section aria-labelledby="links" className="flex flex-col gap-3">
        <h2 id="links" className="text-lg">
          {t("editor.links")}
        </h2>
        <Controller
          control={form.control}
          name="links"
          render={({ field }) => (
            <LinksEditor
              ref={field.ref}
              value={field.value}
              onChange={field.onChange}
              onBlur={field.onBlur}
              max={links.items}
              errors={form.formState.errors.links}
              texts={{
                label: t("editor.linkLabel"),
                url: t("editor.linkUrl"),
                add: t("editor.linkAdd"),
                none: t("editor.linksNone", { count: links.items }),
                row: (number) => t("editor.linkRow", { number }),
                remove: (number) => t("editor.linkRemove", { number }),
              }}
            />
          )}
        />
      </section>
      <div className="border-t border-line pt-6">
        <Button type="submit" busy={form.busy} className="max-sm:w-full">
          {t("editor.save")}
        </Button>
      </div>
    </form>
  );
}
