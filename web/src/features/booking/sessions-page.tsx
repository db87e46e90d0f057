import { useInfiniteQuery } from "@tanstack/react-query";
import { CalendarCheck } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { Skeleton } from "@/ui/bits";
import { Button } from "@/ui/button";
import { Page, PageHeader } from "@/ui/page";
import { EmptyState, ErrorState, LoadMore } from "@/ui/states";
import { Tabs } from "@/ui/tabs";
import { bookingsQuery, type Side } from "./api/queries";
import { BookingRow } from "./components/booking-row";
import { useSide } from "./model/side";

const whens = ["upcoming", "ongoing", "completed", "missed", "cancelled"] as const;
type Listed = (typeof whens)[number];

/** All sessions of one side; which tab is open stands in the address. */
export default function SessionsPage() {
  const { t } = useTranslation("booking");
  const [address, setAddress] = useSearchParams();
  const side = useSide();
  const when = whens.find((one) => one === address.get("when")) ?? "upcoming";
  return (
    <Page>
      <PageHeader
        title={t("list.title")}
        lead={
          <span className="flex flex-wrap gap-x-5 gap-y-1 text-sm">
            {side === "student" && (
              <Link to="/waitlist" className="link">
                {t("list.waits")}
              </Link>
            )}
            <Link to="/account#calendar" className="link">
              {t("list.subscribe")}
            </Link>
          </span>
        }
      />
      <Tabs
        label={t("list.tabs")}
        value={when}
        onChange={(next) => setAddress(next === "upcoming" ? {} : { when: next }, { replace: true })}
        tabs={whens.map((value) => ({
          value,
          label: t(`list.${value}`),
          content: <List key={side} side={side} when={value} />,
        }))}
      />
    </Page>
  );
}

function List({ side, when }: { side: Side; when: Listed }) {
  const list = useInfiniteQuery(bookingsQuery(side, when));
  if (list.isPending) {
    return (
      <div className="flex flex-col gap-3">
        <Skeleton className="h-20" />
        <Skeleton className="h-20" />
        <Skeleton className="h-20" />
      </div>
    );
  }
  if (!list.data)
    return <ErrorState error={list.error} onRetry={() => list.refetch()} busy={list.isFetching} />;
  const bookings = list.data.pages.flatMap((page) => page.items);
  if (bookings.length === 0) return <Nothing side={side} when={when} />;
  return (
    <>
      <ul className="divide-y divide-line border-y border-line">
        {bookings.map((booking) => (
          <li key={booking.id}>
            <BookingRow booking={booking} side={side} />
          </li>
        ))}
      </ul>
      <LoadMore list={list} />
    </>
  );
}

function Nothing({ side, when }: { side: Side; when: Listed }) {
  const { t } = useTranslation("booking");
  const icon = <CalendarCheck strokeWidth={1.75} />;
  if (when !== "upcoming") {
    return (
      <EmptyState icon={icon} title={t(`list.empty.${when}`)}>
        {t(`list.emptyBody.${when}`)}
      </EmptyState>
    );
  }
  const student = side === "student";
  return (
    <EmptyState
      icon={icon}
      title={t("list.emptyUpcoming")}
      action={
        <Button asChild>
          <Link to={student ? "/mentors" : "/mentor/availability"}>
            {student ? t("list.find") : t("list.hours")}
          </Link>
        </Button>
      }
    >
      {student ? t("list.emptyUpcomingStudent") : t("list.emptyUpcomingMentor")}
    </EmptyState>
  );
}
