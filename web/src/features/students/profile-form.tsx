import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Controller } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { call } from "@/api/call";
import { limits, type StudentProfile } from "@/api/contract.gen";
import { session } from "@/api/session";
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

const { name, headline, about, skills, languages, links } = limits.UpdateStudent;

const schema = z.object({
  name: z.string().check(z.trim(), z.minLength(name.min), z.maxLength(name.max)),
  headline: z.string().check(z.trim(), z.maxLength(headline.max)),
  about: z.string().check(z.trim(), z.maxLength(about.max)),
  skills: z.array(z.string()).check(z.maxLength(skills.items)),
  languages: z.array(z.string()).check(z.maxLength(languages.items)),
  links: linksRule(links.items),
  time_zone: z.string(),
});
type Values = z.infer<typeof schema>;

const valuesOf = (profile: StudentProfile): Values => ({
  name: profile.name,
  headline: profile.headline,
  about: profile.about,
  skills: profile.skills,
  languages: profile.languages,
  links: profile.links,
  time_zone: profile.time_zone,
});

export function ProfileForm({ profile }: { profile: StudentProfile }) {
  const { t } = useTranslation("students");
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
      const saved = await call("students.update", {
        body: { ...values, links: filledLinks(values.links) },
      });
      cache.setQueryData(["students", "me"], saved);
      const user = session.current()?.user;
      if (user) session.setUser({ ...user, name: saved.name, time_zone: saved.time_zone });
      form.reset(valuesOf(saved));
      toast(t("saved"));
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
    remove: (tag: string) => t("removeTag", { name: tag }),
    double: (tag: string) => t("double", { name: tag }),
    suggestions: t("suggestions"),
  };

  return (
    <form onSubmit={save} noValidate className="flex flex-col gap-6">
      <FormSummary problem={form.problem} />
      <Field label={t("name")} error={form.errorOf("name")} required>
        <Input autoComplete="name" {...form.register("name")} />
      </Field>
      <Field label={t("headline")} help={t("headlineHelp")} error={form.errorOf("headline")}>
        <Input {...form.register("headline")} />
      </Field>
      <Field
        label={t("about")}
        help={t("aboutHelp")}
        error={form.errorOf("about")}
        aside={
          <span className={written > about.max ? "tabular text-danger-ink" : "tabular text-ink-3"}>
            {t("count", { count: written, max: about.max })}
          </span>
        }
      >
        <Textarea rows={8} {...form.register("about")} />
      </Field>
      <Field label={t("skills")} help={t("skillsHelp")} error={form.errorOf("skills")}>
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
              texts={{ ...tagTexts, full: t("skillsFull", { count: skills.items }) }}
            />
          )}
        />
      </Field>
      <Field label={t("languages")} help={t("languagesHelp")} error={form.errorOf("languages")}>
        <Controller
          control={form.control}
          name="languages"
          render={({ field }) => (
            <TagInput
              {...field}
              max={languages.items}
              maxLength={languages.max}
              texts={{ ...tagTexts, full: t("languagesFull", { count: languages.items }) }}
            />
          )}
        />
      </Field>
      <Field label={t("zone")} help={t("zoneHelp")} error={form.errorOf("time_zone")}>
        <Controller
          control={form.control}
          name="time_zone"
          render={({ field }) => <ZoneSelect value={field.value} onChange={field.onChange} />}
        />
      </Field>
      <section aria-labelledby="links" className="flex flex-col gap-3">
        <h2 id="links" className="text-lg">
          {t("links")}
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
                label: t("linkLabel"),
                url: t("linkUrl"),
                add: t("linkAdd"),
                none: t("linksNone", { count: links.items }),
                row: (number) => t("linkRow", { number }),
                remove: (number) => t("linkRemove", { number }),
              }}
            />
          )}
        />
      </section>
      <div className="border-t border-line pt-6">
        <Button type="submit" busy={form.busy} className="max-sm:w-full">
          {t("save")}
        </Button>
      </div>
    </form>
  );
}
