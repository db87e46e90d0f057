import { useQuery } from "@tanstack/react-query";
import { ArrowLeft } from "lucide-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation, useNavigate, useParams } from "react-router";
import { call } from "@/api/call";
import type { Ahead } from "@/lib/ahead";
import { useFirstWords } from "@/lib/first-words";
import { useUser } from "@/lib/use-session";
import { Skeleton } from "@/ui/bits";
import { Page, PageHeader } from "@/ui/page";
import { ErrorState } from "@/ui/states";
import { commentsQuery, postQuery } from "./api/queries";
import { Byline } from "./components/byline";
import { Comments } from "./components/comments";
import { FollowButton } from "./components/follow-button";
import { LikeButton } from "./components/like-button";
import { PostActions } from "./components/post-actions";
import { type FromList, PostMarks, TagLinks } from "./components/post-card";
import { Written } from "./components/written";

export const ahead: Ahead = (_address, { post }) => [postQuery(Number(post)), commentsQuery(Number(post))];

/** /community/12: one post and what is said below it. */
export default function PostPage() {
  const { t } = useTranslation("community");
  const id = Number(useParams().post);
  const user = useUser();
  const navigate = useNavigate();
  const here = (useLocation().state as FromList | null)?.list;
  const query = useQuery(postQuery(id));
  const post = query.data;
  const read = user !== null && post !== undefined && !post.mine;
  useEffect(() => {
    // A reader who is not counted this time is counted the next.
    if (read) call("community.view", { params: { post: id } }).catch(() => {});
  }, [read, id]);
  const back = (
    <Link
      to="/community"
      onClick={(event) => {
        if (!here || event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        navigate(-1);
      }}
      className="link mb-4 inline-flex min-h-11 items-center gap-1.5 text-sm"
    >
      <ArrowLeft size={16} strokeWidth={1.75} aria-hidden />
      {t("back")}
    </Link>
  );
  if (!post)
    return (
      <Page width="form">
        {back}
        {query.isFetching ? (
          <Loading />
        ) : (
          <ErrorState
            error={query.error}
            kept={query.error ? undefined : t("missing")}
            onRetry={() => query.refetch()}
          />
        )}
      </Page>
    );
  return (
    <Page width="form">
      {back}
      <PageHeader title={post.title} />
      <div className="-mt-4 mb-6 flex flex-wrap items-center justify-between gap-2">
        <Byline author={post.author} at={post.published_at ?? post.created_at}>
          {post.edited_at && <span className="text-ink-3">{t("edited")}</span>}
        </Byline>
        <span className="flex flex-wrap items-center gap-2">
          <PostMarks post={post} />
          {user && <FollowButton author={post.author} />}
        </span>
      </div>
      <Written html={post.html} />
      <div className="mt-6 flex flex-wrap items-center gap-2">
        <TagLinks tags={post.tags} />
      </div>
      <div className="mt-3 flex flex-wrap items-center gap-2">
        {!post.draft && <LikeButton post={post} />}
        <span className="text-sm text-ink-3">{t("views", { count: post.views })}</span>
        <PostActions post={post} />
      </div>
      {!post.draft && <Comments post={post.id} />}
    </Page>
  );
}

function Loading() {
  const words = useFirstWords();
  if (!words) return <Skeleton className="h-80" />;
  return (
    <>
      <PageHeader title={<span data-first="title">{words.title}</span>} />
      <Skeleton className="-mt-4 mb-6 h-9 w-60" />
      <div data-first="html">
        <Written html={words.html} />
      </div>
    </>
  );
}
