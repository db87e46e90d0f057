import { Heart } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "react-router";
import type { Post } from "@/api/contract.gen";
import { formatNumber } from "@/lib/format";
import { useUser } from "@/lib/use-session";
import { cn } from "@/ui/cn";
import { useLike } from "../api/queries";

const look =
  "inline-flex h-11 items-center gap-1.5 rounded-md px-2.5 text-sm text-ink-2 hover:bg-hover hover:text-ink";

/** Visitors are led to the sign-in and back. */
export function LikeButton({ post }: { post: Post }) {
  const { t } = useTranslation("community");
  const user = useUser();
  const here = useLocation();
  const like = useLike(post);
  const name = t("like", { count: post.likes });
  const heart = (
    <Heart
      size={18}
      strokeWidth={1.75}
      aria-hidden
      className={cn(
        "transition-transform duration-150",
        post.liked && "scale-110 fill-danger text-danger motion-reduce:scale-100",
      )}
    />
  );
  if (!user)
    return (
      <Link
        to={`/sign-in?next=${encodeURIComponent(here.pathname + here.search)}`}
        className={look}
        aria-label={name}
      >
        {heart}
        <span className="tabular">{formatNumber(post.likes)}</span>
      </Link>
    );
  return (
    <button
      type="button"
      aria-pressed={post.liked}
      aria-label={name}
      disabled={like.isPending}
      className={look}
      onClick={() => like.mutate(!post.liked)}
    >
      {heart}
      <span className="tabular">{formatNumber(post.likes)}</span>
    </button>
  );
}
