import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Controller, type UseFormReturn } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { call } from "@/api/call";
import type { limits as all, Education, Link } from "@/api/contract.gen";
import { session } from "@/api/session";
import { useAppForm } from "@/lib/use-app-form";
import { useDebounced } from "@/lib/use-debounced";
import { z } from "@/lib/zod";
import { Button } from "./button";
import { EducationEditor, educationOf, educationRule, type School, schoolsOf } from "./education-editor";
import { Field, Input, Textarea } from "./field";
import { filledLinks, LinksEditor, linksRule, placeItemErrors } from "./links-editor";
import { FormSummary } from "./states";
import { TagInput } from "./tag-input";
import { toast } from "./toast";
import { ZoneSelect } from "./zone-select";

type Limits = typeof all.UpdateStudent | typeof all.UpdateMentor;

/** What a student and a mentor both say about themselves; a form adds its own to it. */
export type ProfileValues = {
  name: string;
  headline: string;
  about: string;
  skills: string[];
  languages: string[];
  links: Link[];
  education: School[];
  time_zone: string;
};

/** The same as the server has it. */
type Profile = Omit<ProfileValues, "education"> & { education: Education[] };

export const profileShape = (limits: Limits) => ({
  name: z.string().check(z.trim(), z.minLength(limits.name.min), z.maxLength(limits.name.max)),
  headline: z.string().check(z.trim(), z.maxLength(limits.headline.max)),
  about: z.string().check(z.trim(), z.maxLength(limits.about.max)),
  skills: z.array(z.string()).check(z.maxLength(limits.skills.items)),
  languages: z.array(z.string()).check(z.maxLength(limits.languages.items)),
  links: linksRule(limits.links.items),
  education: educationRule(limits.education.items),
  time_zone: z.string(),
});

export const profileValues = (profile: Profile): ProfileValues => ({
  name: profile.name,
  headline: profile.headline,
  about: profile.about,
  skills: profile.skills,
  languages: profile.languages,
  links: profile.links,
  education: schoolsOf(profile.education),
  time_zone: profile.time_zone,
});

/** What is sent for these values. */
export const profileBody = <T extends ProfileValues>(values: T) => ({
  ...values,
  education: educationOf(values.education),
});

type Props<T extends ProfileValues> = {
  schema: z.ZodMiniType<T, T>;
  values: T;
  limits: Limits;
  /** Gives back what the server has now. */
  save: (values: T) => Promise<T>;
  help: { headline: string; about: string; skills: string; zone: string };
  /** Fields of this form alone, between the languages and the zone. */
  own?: (form: ReturnType<typeof useAppForm<T>>) => ReactNode;
};

export function ProfileForm<T extends ProfileValues>({ schema, values, limits, save, help, own }: Props<T>) {
  const { t } = useTranslation("ui", { keyPrefix: "profile" });
  const whole = useAppForm<T>(schema, values as never);
  // The shared fields do not care what else is in the form.
  const form = whole as unknown as UseFormReturn<ProfileValues> & Pick<typeof whole, "problem" | "busy">;
  const errorOf = (name: keyof ProfileValues) => form.getFieldState(name, form.formState).error?.message;
  const written = form.watch("about").length;

  const submit = whole.submit(async (typed) => {
    try {
      const saved = await save({ ...typed, links: filledLinks(typed.links) });
      const user = session.current()?.user;
      if (user) session.setUser({ ...user, name: saved.name, time_zone: saved.time_zone });
      whole.reset(saved as never);
      toast(t("saved"));
    } catch (error) {
      const placed: string[] = [];
      const rest = placeItemErrors(error, typed, (path, message) => {
        form.setError(path as "links", { type: "server", message });
        placed.push(path);
      });
      if (rest) throw rest;
      const first = (["skills", "languages", "education", "links"] as const).find((list) =>
        placed.some((path) => path.startsWith(list)),
      );
      // After the row shows its error: the focus goes to the field that is wrong.
      if (first) setTimeout(() => form.setFocus(first));
    }
  });

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-6">
      <FormSummary problem={form.problem} />
      <Field label={t("name")} error={errorOf("name")} required>
        <Input autoComplete="name" {...form.register("name")} />
      </Field>
      <Part name="headline">
        <Field label={t("headline")} help={help.headline} error={errorOf("headline")}>
          <Input {...form.register("headline")} />
        </Field>
      </Part>
      <Part name="about">
        <Field
          label={t("about")}
          help={help.about}
          error={errorOf("about")}
          aside={
            <span className={written > limits.about.max ? "tabular text-danger-ink" : "tabular text-ink-3"}>
              {t("count", { count: written, max: limits.about.max })}
            </span>
          }
        >
          <Textarea rows={8} {...form.register("about")} />
        </Field>
      </Part>
      <Part name="skills">
        <Tags form={form} name="skills" limit={limits.skills} help={help.skills} error={errorOf("skills")} />
      </Part>
      <Part name="languages">
        <Tags
          form={form}
          name="languages"
          limit={limits.languages}
          help={t("languagesHelp")}
          error={errorOf("languages")}
        />
      </Part>
      {own?.(whole)}
      <Field label={t("zone")} help={help.zone} error={errorOf("time_zone")}>
        <Controller
          control={form.control}
          name="time_zone"
          render={({ field }) => <ZoneSelect value={field.value} onChange={field.onChange} />}
        />
      </Field>
      <Schools form={form} max={limits.education.items} />
      <Links form={form} max={limits.links.items} />
      <div className="border-t border-line pt-6">
        <Button type="submit" busy={form.busy} className="max-sm:w-full">
          {t("save")}
        </Button>
      </div>
    </form>
  );
}

/** What the completion meter leads to. */
const Part = ({ name, children }: { name: string; children: ReactNode }) => (
  <div id={`part-${name}`} className="scroll-mt-24">
    {children}
  </div>
);

type TagsProps = {
  form: UseFormReturn<ProfileValues>;
  name: "skills" | "languages";
  limit: { items: number; max: number };
  help: string;
  error?: string;
};

/** A list of words. Skills come from one vocabulary, so those that are known are offered. */
function Tags({ form, name, limit, help, error }: TagsProps) {
  const { t } = useTranslation("ui", { keyPrefix: "profile" });
  const [typed, setTyped] = useState("");
  const beginning = useDebounced(typed);
  const known = useQuery({
    queryKey: ["skills", beginning],
    queryFn: ({ signal }) => call("mentors.skills", { query: { q: beginning } }, signal),
    enabled: name === "skills" && beginning !== "" && typed !== "",
    placeholderData: keepPreviousData,
  });
  return (
    <Field label={t(name)} help={help} error={error}>
      <Controller
        control={form.control}
        name={name}
        render={({ field }) => (
          <TagInput
            {...field}
            max={limit.items}
            maxLength={limit.max}
            suggestions={known.data?.items.map((skill) => skill.name)}
            onType={setTyped}
            texts={{
              remove: (tag) => t("removeTag", { name: tag }),
              double: (tag) => t("double", { name: tag }),
              suggestions: t("suggestions"),
              full: t(`${name}Full`, { count: limit.items }),
            }}
          />
        )}
      />
    </Field>
  );
}

function Schools({ form, max }: { form: UseFormReturn<ProfileValues>; max: number }) {
  const { t } = useTranslation("ui", { keyPrefix: "profile" });
  return (
    <section id="part-education" aria-labelledby="education" className="flex scroll-mt-24 flex-col gap-3">
      <h2 id="education" className="text-lg">
        {t("education.title")}
      </h2>
      <Controller
        control={form.control}
        name="education"
        render={({ field }) => (
          <EducationEditor
            ref={field.ref}
            value={field.value}
            onChange={field.onChange}
            onBlur={field.onBlur}
            max={max}
            errors={form.formState.errors.education}
            texts={{
              institution: t("education.institution"),
              degree: t("education.degree"),
              subject: t("education.subject"),
              from_year: t("education.from"),
              to_year: t("education.to"),
              toHelp: t("education.toHelp"),
              add: t("education.add"),
              none: t("education.none", { count: max }),
              row: (number) => t("education.row", { number }),
              remove: (number) => t("education.remove", { number }),
            }}
          />
        )}
      />
    </section>
  );
}

function Links({ form, max }: { form: UseFormReturn<ProfileValues>; max: number }) {
  const { t } = useTranslation("ui", { keyPrefix: "profile" });
  return (
    <section id="part-links" aria-labelledby="links" className="flex scroll-mt-24 flex-col gap-3">
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
            max={max}
            errors={form.formState.errors.links}
            texts={{
              label: t("linkLabel"),
              url: t("linkUrl"),
              add: t("linkAdd"),
              none: t("linksNone", { count: max }),
              row: (number) => t("linkRow", { number }),
              remove: (number) => t("linkRemove", { number }),
            }}
          />
        )}
      />
    </section>
  );
}
