import { useInfiniteQuery } from "@tanstack/react-query";
import { Heart } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { Button } from "@/ui/button";
import { Page, PageHeader } from "@/ui/page";
import { EmptyState, ErrorState, LoadMore } from "@/ui/states";
import { favouritesQuery } from "./api/favourites";
import { MentorCard, MentorCardSkeleton } from "./components/mentor-card";

/** The mentors somebody marked, the last one first. */
export default function FavouritesPage() {
  const { t } = useTranslation("mentors");
  const list = useInfiniteQuery(favouritesQuery);
  const mentors = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Page>
      <PageHeader title={t("favourites.title")} />
      {list.isError && !list.data ? (
        <ErrorState error={list.error} onRetry={() => list.refetch()} busy={list.isFetching} />
      ) : list.data && mentors.length === 0 ? (
        <EmptyState
          icon={<Heart strokeWidth={1.75} />}
          title={t("favourites.empty")}
          action={
            <Button asChild>
              <Link to="/mentors">{t("favourites.find")}</Link>
            </Button>
          }
        >
          {t("favourites.emptyBody")}
        </EmptyState>
      ) : (
        <ul className="grid grid-cols-1 gap-4 sm:grid-cols-2 lg:grid-cols-3" aria-busy={list.isPending}>
          {list.isPending
            ? ["a", "b", "c"].map((key) => (
                <li key={key}>
                  <MentorCardSkeleton />
                </li>
              ))
            : mentors.map((mentor) => (
                <li key={mentor.mentor_id}>
                  <MentorCard mentor={mentor} />
                </li>
              ))}
        </ul>
      )}
      <LoadMore list={list} />
    </Page>
  );
}
