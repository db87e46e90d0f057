import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { UserCheck } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "@/api/call";
import type { PendingMentor } from "@/api/contract.gen";
import { errorText } from "@/lib/error-text";
import { formatRelative } from "@/lib/format";
import { useAppForm } from "@/lib/use-app-form";
import { useNow } from "@/lib/use-now";
import { z } from "@/lib/zod";
import { Avatar, Skeleton } from "@/ui/bits";
import { Button } from "@/ui/button";
import { Field, Textarea } from "@/ui/field";
import { FormDialog } from "@/ui/form-dialog";
import { Page, PageHeader } from "@/ui/page";
import { EmptyState, ErrorState, LoadMore } from "@/ui/states";
import { toast } from "@/ui/toast";
import { pendingMentorsQuery } from "./api/queries";

/** For staff: mentors who sent their profile in and wait to be listed. */
export default function PendingPage() {
  const { t } = useTranslation("mentors");
  const list = useInfiniteQuery(pendingMentorsQuery);
  const [rejecting, setRejecting] = useState<PendingMentor | null>(null);
  const waiting = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Page>
      <PageHeader title={t("pending.title")} lead={t("pending.lead")} />
      {list.isPending ? (
        <div className="flex flex-col gap-3">
          <Skeleton className="h-20" />
          <Skeleton className="h-20" />
          <Skeleton className="h-20" />
        </div>
      ) : !list.data ? (
        <ErrorState error={list.error} onRetry={() => list.refetch()} busy={list.isFetching} />
      ) : waiting.length === 0 ? (
        <EmptyState icon={<UserCheck strokeWidth={1.75} />} title={t("pending.empty")} />
      ) : (
        <ul className="divide-y divide-line border-y border-line">
          {waiting.map((mentor) => (
            <li key={mentor.mentor_id}>
              <Row mentor={mentor} onReject={() => setRejecting(mentor)} />
            </li>
          ))}
        </ul>
      )}
      <LoadMore list={list} />
      {rejecting && <RejectDialog mentor={rejecting} onClose={() => setRejecting(null)} />}
    </Page>
  );
}

function Row({ mentor, onReject }: { mentor: PendingMentor; onReject: () => void }) {
  const { t } = useTranslation("mentors");
  const cache = useQueryClient();
  const now = useNow(60_000);
  const approve = useMutation({
    mutationFn: () => call("mentors.approve", { params: { mentor: mentor.mentor_id } }),
    onSuccess: () => toast(t("pending.approved", { name: mentor.name })),
    onError: (error) => toast.error(errorText(error)),
    onSettled: () => cache.invalidateQueries({ queryKey: ["mentors"] }),
  });
  return (
    <div className="flex flex-wrap items-center gap-4 py-4">
      <Avatar name={mentor.name} photo={mentor.photo} />
      <div className="min-w-48 flex-1">
        <p className="font-medium">
          {mentor.name}{" "}
          <span className="tabular ml-1 text-sm font-normal text-ink-3">{mentor.mentor_id}</span>
        </p>
        <p className="text-sm text-ink-2">{mentor.headline}</p>
        <p className="text-sm text-ink-3">
          {t("pending.submitted", { when: formatRelative(mentor.submitted_at, now) })}
        </p>
      </div>
      <div className="flex gap-2">
        <Button variant="secondary" size="sm" onClick={onReject} disabled={approve.isPending}>
          {t("pending.reject")}
        </Button>
        <Button size="sm" busy={approve.isPending} onClick={() => approve.mutate()}>
          {t("pending.approve")}
        </Button>
      </div>
    </div>
  );
}

const schema = z.object({ note: z.string().check(z.trim(), z.minLength(1), z.maxLength(500)) });

function RejectDialog({ mentor, onClose }: { mentor: PendingMentor; onClose: () => void }) {
  const { t } = useTranslation("mentors");
  const cache = useQueryClient();
  const form = useAppForm(schema, { note: "" });
  const reject = form.submit(async (body) => {
    await call("mentors.reject", { params: { mentor: mentor.mentor_id }, body });
    await cache.invalidateQueries({ queryKey: ["mentors", "pending"] });
    toast(t("pending.rejected", { name: mentor.name }));
    onClose();
  });
  return (
    <FormDialog
      title={t("pending.rejectTitle", { name: mentor.name })}
      description={t("pending.rejectBody")}
      form={form}
      onSubmit={reject}
      send={t("pending.send")}
      onClose={onClose}
    >
      <Field label={t("pending.note")} help={t("pending.noteHelp")} error={form.errorOf("note")}>
        <Textarea {...form.register("note")} />
      </Field>
    </FormDialog>
  );
}
