import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { UserCheck, UserPlus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { call } from "@/api/call";
import type { Author } from "@/api/contract.gen";
import { errorText } from "@/lib/error-text";
import { Button } from "@/ui/button";
import { toast } from "@/ui/toast";
import { authorQuery } from "../api/queries";

/** Whether the reader follows this author, and how many do. */
export function FollowButton({ author }: { author: Author }) {
  const { t } = useTranslation("community");
  const cache = useQueryClient();
  const query = authorQuery(author.account);
  const profile = useQuery(query);
  const follow = useMutation({
    mutationFn: (on: boolean) =>
      call(on ? "community.follow" : "community.unfollow", { params: { account: author.account } }),
    onSuccess: (now) => {
      cache.setQueryData(query.queryKey, now);
      void cache.invalidateQueries({ queryKey: ["community", "posts", "following"] });
    },
    onError: (error) => toast.error(errorText(error)),
  });
  // The post is worth reading without it.
  if (!profile.data) return null;
  const { followers, following, me } = profile.data;
  return (
    <span className="flex items-center gap-3">
      <span className="tabular text-sm text-ink-3">{t("followers", { count: followers })}</span>
      {!me && (
        <Button
          variant={following ? "secondary" : "soft"}
          size="sm"
          aria-pressed={following}
          aria-label={t(following ? "follow.onLabel" : "follow.offLabel", { name: author.name })}
          busy={follow.isPending}
          onClick={() => follow.mutate(!following)}
        >
          {following ? (
            <UserCheck size={16} strokeWidth={1.75} aria-hidden />
          ) : (
            <UserPlus size={16} strokeWidth={1.75} aria-hidden />
          )}
          {t(following ? "follow.on" : "follow.off")}
        </Button>
      )}
    </span>
  );
}
