import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Controller } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useParams } from "react-router";
import { call } from "@/api/call";
import type { Post } from "@/api/contract.gen";
import { newKey } from "@/lib/new-key";
import { useAppForm } from "@/lib/use-app-form";
import { z } from "@/lib/zod";
import { Skeleton } from "@/ui/bits";
import { Button } from "@/ui/button";
import { Field, Input, Textarea } from "@/ui/field";
import { afterSaving, LeaveGuard } from "@/ui/leave-guard";
import { Page, PageHeader } from "@/ui/page";
import { ErrorState, FormSummary } from "@/ui/states";
import { TagInput } from "@/ui/tag-input";
import { postQuery, useAskAgain } from "./api/queries";
import { Preview } from "./components/preview";

const schema = z.object({
  title: z.string().check(z.trim(), z.minLength(3), z.maxLength(120)),
  text: z.string().check(z.trim(), z.minLength(1), z.maxLength(10_000)),
  tags: z.array(z.string()),
});

/** /community/new and /community/12/edit. */
export default function ComposePage() {
  const { t } = useTranslation("community");
  const { post } = useParams();
  const query = useQuery({ ...postQuery(Number(post)), enabled: post !== undefined });
  const mine = query.data?.mine ? query.data : undefined;
  return (
    <Page width="form">
      <PageHeader title={t(post ? "compose.edit" : "compose.title")} lead={t("compose.lead")} />
      {post && !mine ? (
        query.isFetching ? (
          <Skeleton className="h-80" />
        ) : (
          <ErrorState
            error={query.error}
            kept={query.error ? undefined : t("missing")}
            onRetry={() => query.refetch()}
          />
        )
      ) : (
        <Composer key={mine?.id ?? 0} post={mine} />
      )}
    </Page>
  );
}

function Composer({ post }: { post?: Post }) {
  const { t } = useTranslation("community");
  const navigate = useNavigate();
  const again = useAskAgain();
  const [key] = useState(newKey);
  const [seen, setSeen] = useState<string | null>(null);
  const form = useAppForm(schema, {
    title: post?.title ?? "",
    text: post?.text ?? "",
    tags: post?.tags ?? [],
  });
  const keep = (draft: boolean) =>
    form.submit(async (values) => {
      const kept = post
        ? await call("community.edit", { params: { post: post.id }, body: { ...values, draft } })
        : await call("community.create", { body: { ...values, draft, client_key: key } });
      await again();
      navigate(draft ? "/community?feed=mine" : `/community/${kept.id}`, {
        replace: true,
        state: afterSaving,
      });
    });
  const draftable = !post || post.draft;
  return (
    <form onSubmit={keep(false)} noValidate className="flex flex-col gap-5">
      <FormSummary problem={form.problem} />
      <Field label={t("compose.heading")} error={form.errorOf("title")}>
        <Input {...form.register("title")} />
      </Field>
      <Field label={t("compose.text")} help={t("compose.help")} error={form.errorOf("text")}>
        <Textarea rows={10} {...form.register("text")} />
      </Field>
      <Controller
        control={form.control}
        name="tags"
        render={({ field }) => (
          <Field label={t("compose.tags")} optional help={t("compose.tagsHelp")} error={form.errorOf("tags")}>
            <TagInput
              {...field}
              max={5}
              maxLength={30}
              texts={{
                remove: (tag) => t("compose.removeTag", { tag }),
                double: (tag) => t("compose.doubleTag", { tag }),
                full: t("compose.fullTags"),
              }}
            />
          </Field>
        )}
      />
      {seen !== null && <Preview text={seen} />}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" busy={form.busy}>
          {t(draftable ? "compose.publish" : "compose.save")}
        </Button>
        {draftable && (
          <Button variant="secondary" disabled={form.busy} onClick={keep(true)}>
            {t("compose.draft")}
          </Button>
        )}
        <Button variant="ghost" onClick={() => setSeen(form.getValues("text"))}>
          {t("compose.preview")}
        </Button>
        <Button asChild variant="ghost">
          <Link to={post ? `/community/${post.id}` : "/community"}>{t("cancel")}</Link>
        </Button>
      </div>
      <LeaveGuard when={form.formState.isDirty} />
    </form>
  );
}
