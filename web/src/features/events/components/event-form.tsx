import { Controller } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { CommunityEvent, CreateEvent } from "@/api/contract.gen";
import { limits } from "@/api/contract.gen";
import { fieldText } from "@/lib/error-text";
import { useAppForm } from "@/lib/use-app-form";
import { z } from "@/lib/zod";
import { Button } from "@/ui/button";
import { Field, Input, Textarea } from "@/ui/field";
import { LeaveGuard } from "@/ui/leave-guard";
import { FormSummary } from "@/ui/states";
import { TagInput } from "@/ui/tag-input";
import { ZoneSelect } from "@/ui/zone-select";
import { type EventValues, wishOf } from "../model/event";
import { CoverField } from "./cover-field";

const most = limits.CreateEvent;

const wholeNumber = (min: number, max: number, mayBeEmpty = false) =>
  z.string().check(
    z.trim(),
    z.refine((typed) => (mayBeEmpty && typed === "") || /^\d{1,6}$/.test(typed), {
      error: () => fieldText("not_an_integer"),
      abort: true,
    }),
    z.refine((typed) => typed === "" || Number(typed) >= min, { error: () => fieldText("too_small", min) }),
    z.refine((typed) => Number(typed) <= max, { error: () => fieldText("too_large", max) }),
  );

const schema = z.object({
  title: z.string().check(z.trim(), z.minLength(most.title.min), z.maxLength(most.title.max)),
  description: z.string().check(z.trim(), z.maxLength(most.description.max)),
  local_start: z.string().check(z.minLength(1)),
  minutes: wholeNumber(most.minutes.min, most.minutes.max),
  time_zone: z.string(),
  online_url: z.string().check(
    z.trim(),
    z.maxLength(most.online_url.max),
    z.refine((typed) => typed === "" || /^https?:\/\/[^/]+/.test(typed), { error: () => fieldText("url") }),
  ),
  place: z.string().check(z.trim(), z.maxLength(most.place.max)),
  capacity: wholeNumber(most.capacity.min, most.capacity.max, true),
  tags: z.array(z.string()).check(z.maxLength(most.tags.items)),
  cover: z.string(),
});

type Props = {
  values: EventValues;
  /** Absent: a new one. */
  event?: CommunityEvent;
  save: (wish: Omit<CreateEvent, "client_key">) => Promise<unknown>;
};

/**
 * What a host says about an event. The server checks the time against the clocks of the zone. `save` leaves the page
 * with `afterSaving`.
 */
export function EventForm({ values, event, save }: Props) {
  const { t } = useTranslation("events");
  const form = useAppForm<EventValues>(schema, values);
  const submit = form.submit((typed) => save(wishOf(typed)));
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-6">
      <FormSummary problem={form.problem} />
      <Field label={t("form.title")} error={form.errorOf("title")} required>
        <Input autoComplete="off" {...form.register("title")} />
      </Field>
      <CoverField
        value={form.watch("cover")}
        error={form.errorOf("cover")}
        onChange={(cover) => form.setValue("cover", cover, { shouldDirty: true, shouldValidate: true })}
      />
      <div className="grid gap-6 sm:grid-cols-2">
        <Field
          label={t("form.start")}
          help={t("form.startHelp")}
          error={form.errorOf("local_start")}
          required
        >
          <Input type="datetime-local" {...form.register("local_start")} />
        </Field>
        <Field label={t("form.minutes")} error={form.errorOf("minutes")} required>
          <Input inputMode="numeric" autoComplete="off" {...form.register("minutes")} />
        </Field>
      </div>
      <Field label={t("form.zone")} error={form.errorOf("time_zone")}>
        <Controller
          control={form.control}
          name="time_zone"
          render={({ field }) => <ZoneSelect value={field.value} onChange={field.onChange} />}
        />
      </Field>
      <Field label={t("form.url")} help={t("form.urlHelp")} error={form.errorOf("online_url")} optional>
        <Input type="url" autoComplete="off" placeholder="https://" {...form.register("online_url")} />
      </Field>
      <Field label={t("form.place")} help={t("form.placeHelp")} error={form.errorOf("place")} optional>
        <Input autoComplete="off" {...form.register("place")} />
      </Field>
      <Field
        label={t("form.capacity")}
        help={t("form.capacityHelp")}
        error={form.errorOf("capacity")}
        optional
      >
        <Input inputMode="numeric" autoComplete="off" className="max-w-40" {...form.register("capacity")} />
      </Field>
      <Field
        label={t("form.description")}
        help={t("form.descriptionHelp")}
        error={form.errorOf("description")}
      >
        <Textarea rows={8} {...form.register("description")} />
      </Field>
      <Field label={t("form.tags")} help={t("form.tagsHelp")} error={form.errorOf("tags")} optional>
        <Controller
          control={form.control}
          name="tags"
          render={({ field }) => (
            <TagInput
              {...field}
              max={most.tags.items}
              maxLength={most.tags.max}
              texts={{
                remove: (name) => t("form.removeTag", { name }),
                double: (name) => t("form.doubleTag", { name }),
                full: t("form.tagsFull"),
              }}
            />
          )}
        />
      </Field>
      <div className="flex flex-col-reverse gap-2 border-t border-line pt-6 sm:flex-row">
        <Button asChild variant="secondary">
          <Link to={event ? `/events/${event.id}` : "/events"}>{t("form.cancel")}</Link>
        </Button>
        <Button type="submit" busy={form.busy}>
          {t(event && event.state !== "draft" ? "form.saveEdit" : "form.save")}
        </Button>
      </div>
      <LeaveGuard when={form.formState.isDirty} />
    </form>
  );
}
