import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { call } from "@/api/call";
import type { PostComment } from "@/api/contract.gen";
import { errorText } from "@/lib/error-text";
import { useUser } from "@/lib/use-session";
import { Skeleton } from "@/ui/bits";
import { cn } from "@/ui/cn";
import { ErrorState, LoadMore } from "@/ui/states";
import { toast } from "@/ui/toast";
import { commentsQuery, useAskAgain } from "../api/queries";
import { Byline } from "./byline";
import { CommentForm } from "./comment-form";
import { ReportButton } from "./report-dialog";
import { Written } from "./written";

const action = "inline-flex min-h-9 items-center text-sm text-ink-3 hover:text-ink hover:underline";

export function Comments({ post }: { post: number }) {
  const { t } = useTranslation("community");
  const user = useUser();
  const list = useInfiniteQuery(commentsQuery(post));
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section id="comments" aria-label={t("discussion")} className="mt-8 border-t border-line pt-6">
      <h2 className="text-xl">{t("discussion")}</h2>
      {list.isPending ? (
        <Skeleton className="mt-4 h-24" />
      ) : !list.data ? (
        <ErrorState error={list.error} onRetry={() => list.refetch()} busy={list.isFetching} />
      ) : items.length === 0 ? (
        <p className="py-4 text-ink-2">{t("noComments")}</p>
      ) : (
        <ol className="divide-y divide-line">
          {items.map((comment) => (
            <li key={comment.id} className={cn("py-4", comment.reply_to !== null && "pl-6 sm:pl-11")}>
              <Comment post={post} comment={comment} />
            </li>
          ))}
        </ol>
      )}
      <LoadMore list={list} />
      <div className="mt-4">
        {user ? (
          <CommentForm post={post} />
        ) : (
          <p className="text-ink-2">
            <Link className="link" to={`/sign-in?next=${encodeURIComponent(`/community/${post}`)}`}>
              {t("signInToSay")}
            </Link>
          </p>
        )}
      </div>
    </section>
  );
}

function Comment({ post, comment }: { post: number; comment: PostComment }) {
  const { t } = useTranslation("community");
  const user = useUser();
  const again = useAskAgain();
  const [replying, setReplying] = useState(false);
  const params = { comment: comment.id };
  const failed = (error: unknown) => toast.error(errorText(error));
  const restore = () => call("community.restoreComment", { params }).then(again, failed);
  const remove = () =>
    call("community.deleteComment", { params }).then(async () => {
      toast(t("comment.deleted"), { label: t("undo"), run: () => void restore() });
      await again();
    }, failed);
  if (comment.deleted) return <p className="text-ink-3 italic">{t("comment.gone")}</p>;
  const start = comment.author.mention && !comment.mine ? `@${comment.author.mention} ` : "";
  return (
    <article>
      <Byline author={comment.author} at={comment.created_at} />
      <Written html={comment.html} className="mt-2 sm:pl-11" />
      {user && (
        <div className="mt-1 flex gap-4 sm:pl-11">
          <button
            type="button"
            className={action}
            aria-expanded={replying}
            onClick={() => setReplying(!replying)}
          >
            {t("reply.open")}
          </button>
          {(comment.mine || user.roles.includes("staff")) && (
            <button type="button" className={action} onClick={remove}>
              {t("delete")}
            </button>
          )}
          {!comment.mine && <ReportButton post={post} comment={comment.id} className={action} />}
        </div>
      )}
      {replying && (
        <div className="mt-2 sm:pl-11">
          <CommentForm post={post} replyTo={comment.id} start={start} onDone={() => setReplying(false)} />
        </div>
      )}
    </article>
  );
}
