import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Booking } from "@/api/contract.gen";
import { formatDateTime } from "@/lib/format";
import { usePreference, useViewerZone } from "@/lib/preferences";
import { Card, Skeleton } from "@/ui/bits";
import { Button } from "@/ui/button";
import { ErrorState } from "@/ui/states";
import { MayQuote } from "./components/may-quote";
import { Reply, WriteReview } from "./components/review-forms";
import { ReviewView } from "./components/review-view";
import { feedbackQuery } from "./queries";

/** The review of one session that took place, for both of its people. */
export function SessionFeedback({ booking, side }: { booking: Booking; side: "student" | "mentor" }) {
  const { t } = useTranslation("feedback");
  const [zone] = useViewerZone();
  const [hours] = usePreference("hours");
  const [changing, setChanging] = useState(false);
  const feedback = useQuery(feedbackQuery(booking.id));
  if (feedback.isPending) return <Skeleton className="h-40 rounded-lg" />;
  if (!feedback.data)
    return (
      <ErrorState error={feedback.error} onRetry={() => feedback.refetch()} busy={feedback.isFetching} />
    );
  const { review, can_write, can_reply, editable_until, may_quote } = feedback.data;
  const mentor = booking.mentor.name;
  if (!review && !can_write && side === "student") return null;
  return (
    <Card className="flex flex-col gap-4">
      <h2 className="text-lg">{t("session.title")}</h2>
      {!review && side === "mentor" && (
        <p className="text-ink-2">{t("session.none", { name: booking.student.name })}</p>
      )}
      {!review && can_write && (
        <>
          <p className="text-ink-2">{t("session.due", { name: mentor })}</p>
          <WriteReview booking={booking.id} name={mentor} review={null} />
        </>
      )}
      {review && changing && (
        <WriteReview
          booking={booking.id}
          name={mentor}
          review={review}
          mayQuote={may_quote ?? false}
          onDone={() => setChanging(false)}
        />
      )}
      {review && !changing && (
        <>
          <ReviewView review={review} mentor={mentor} />
          {side === "student" && review.text && (
            <MayQuote booking={booking.id} review={review} on={may_quote ?? false} />
          )}
          {can_write && (
            <div className="flex flex-wrap items-center gap-3">
              <Button variant="secondary" size="sm" onClick={() => setChanging(true)}>
                {t("session.change")}
              </Button>
              {editable_until && (
                <p className="text-sm text-ink-3">
                  {t("session.until", { until: formatDateTime(editable_until, zone, hours) })}
                </p>
              )}
            </div>
          )}
          {can_reply && <Reply booking={booking.id} />}
        </>
      )}
    </Card>
  );
}
