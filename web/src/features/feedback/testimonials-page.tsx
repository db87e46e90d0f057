import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { Quote } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { call } from "@/api/call";
import type { QuoteState, Testimonial } from "@/api/contract.gen";
import { errorText } from "@/lib/error-text";
import { formatDay } from "@/lib/format";
import { useViewerZone } from "@/lib/preferences";
import { Skeleton } from "@/ui/bits";
import { Button } from "@/ui/button";
import { Page, PageHeader } from "@/ui/page";
import { EmptyState, ErrorState, LoadMore } from "@/ui/states";
import { Tabs } from "@/ui/tabs";
import { toast } from "@/ui/toast";
import { StarRow } from "./components/star-row";
import { offeredQuery } from "./queries";

const states = ["waiting", "approved", "rejected"] as const;

/** /staff/testimonials?state=approved: which reviews stand on the home page. */
export default function TestimonialsPage() {
  const { t } = useTranslation("feedback");
  const [address, setAddress] = useSearchParams();
  const state = states.find((one) => one === address.get("state")) ?? "waiting";
  const content = <Offered state={state} />;
  return (
    <Page>
      <PageHeader title={t("staff.title")} lead={t("staff.lead")} />
      <Tabs
        label={t("staff.title")}
        value={state}
        onChange={(next) => setAddress(next === "waiting" ? {} : { state: next }, { replace: true })}
        tabs={states.map((value) => ({ value, label: t(`staff.${value}`), content }))}
      />
    </Page>
  );
}

function Offered({ state }: { state: QuoteState }) {
  const { t } = useTranslation("feedback");
  const list = useInfiniteQuery(offeredQuery(state));
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  if (list.isPending)
    return (
      <div className="flex flex-col gap-3">
        <Skeleton className="h-28" />
        <Skeleton className="h-28" />
      </div>
    );
  if (!list.data)
    return <ErrorState error={list.error} onRetry={() => list.refetch()} busy={list.isFetching} />;
  if (items.length === 0)
    return <EmptyState icon={<Quote strokeWidth={1.75} />} title={t(`staff.empty.${state}`)} />;
  return (
    <>
      <ul aria-label={t("staff.title")} className="divide-y divide-line border-y border-line">
        {items.map((one) => (
          <li key={one.id}>
            <Row testimonial={one} />
          </li>
        ))}
      </ul>
      <LoadMore list={list} />
    </>
  );
}

function Row({ testimonial }: { testimonial: Testimonial }) {
  const { t } = useTranslation("feedback");
  const [zone] = useViewerZone();
  const cache = useQueryClient();
  const { id, author, text, state } = testimonial;
  const decide = useMutation({
    mutationFn: (approved: boolean) =>
      call("feedback.decide", { params: { booking: id }, body: { approved, text } }),
    onSuccess: (_, approved) => toast(t(approved ? "staff.shown" : "staff.hidden", { name: author })),
    onError: (error) => toast.error(errorText(error)),
    onSettled: () => cache.invalidateQueries({ queryKey: ["testimonials"] }),
  });
  return (
    <article className="flex flex-wrap items-start gap-4 py-4">
      <div className="min-w-0 flex-1 basis-72">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <StarRow stars={testimonial.stars} />
          <span className="font-medium">{author}</span>
          <time dateTime={testimonial.written_at} className="text-sm text-ink-3">
            {formatDay(testimonial.written_at, zone)}
          </time>
          <Link to={`/mentors/${testimonial.mentor_id}`} className="link text-sm">
            {t("staff.mentor")}
            <span className="sr-only">{t("home.mentorOf", { name: author })}</span>
          </Link>
        </p>
        <p className="measure mt-2 whitespace-pre-line break-words">{text}</p>
      </div>
      <div className="flex gap-2">
        {state !== "rejected" && (
          <Button variant="secondary" size="sm" busy={decide.isPending} onClick={() => decide.mutate(false)}>
            {t("staff.reject")}
          </Button>
        )}
        {state !== "approved" && (
          <Button size="sm" busy={decide.isPending} onClick={() => decide.mutate(true)}>
            {t("staff.approve")}
          </Button>
        )}
      </div>
    </article>
  );
}
