import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { call } from "@/api/call";
import type { Post } from "@/api/contract.gen";
import { errorText } from "@/lib/error-text";
import { formatDateTime } from "@/lib/format";
import { usePreference, useViewerZone } from "@/lib/preferences";
import { useUser } from "@/lib/use-session";
import { Skeleton } from "@/ui/bits";
import { Dialog } from "@/ui/dialog";
import { ErrorState } from "@/ui/states";
import { toast } from "@/ui/toast";
import { editsQuery, useAskAgain } from "../api/queries";
import { ReportButton } from "./report-dialog";
import { Written } from "./written";

const action =
  "inline-flex h-11 items-center rounded-md px-2.5 text-sm text-ink-2 hover:bg-hover hover:text-ink";

/** What the viewer may do with a post; the server asks again. */
export function PostActions({ post }: { post: Post }) {
  const { t } = useTranslation("community");
  const user = useUser();
  const navigate = useNavigate();
  const again = useAskAgain();
  const [history, setHistory] = useState(false);
  if (!user) return null;
  const staff = user.roles.includes("staff");
  const params = { post: post.id };
  const failed = (error: unknown) => toast.error(errorText(error));
  const restore = () => call("community.restore", { params }).then(again, failed);
  const remove = () =>
    call("community.delete", { params }).then(async () => {
      toast(t("deleted"), { label: t("undo"), run: () => void restore() });
      navigate("/community");
      await again();
    }, failed);
  const mark = (body: { pinned?: boolean; official?: boolean }) =>
    call("community.mark", { params, body }).then(again, failed);
  return (
    <>
      {post.edited_at && (
        <button type="button" className={action} onClick={() => setHistory(true)}>
          {t("history.open")}
        </button>
      )}
      {post.mine && (
        <Link to={`/community/${post.id}/edit`} className={action}>
          {t("edit")}
        </Link>
      )}
      {(post.mine || staff) && (
        <button type="button" className={action} onClick={remove}>
          {t("delete")}
        </button>
      )}
      {staff && !post.draft && (
        <>
          <button type="button" className={action} onClick={() => mark({ pinned: !post.pinned })}>
            {t(post.pinned ? "unpin" : "pin")}
          </button>
          <button type="button" className={action} onClick={() => mark({ official: !post.official })}>
            {t(post.official ? "unmakeOfficial" : "makeOfficial")}
          </button>
        </>
      )}
      {!post.mine && <ReportButton post={post.id} className={action} />}
      {history && <History post={post.id} onClose={() => setHistory(false)} />}
    </>
  );
}

function History({ post, onClose }: { post: number; onClose: () => void }) {
  const { t } = useTranslation("community");
  const [zone] = useViewerZone();
  const [hours] = usePreference("hours");
  const edits = useQuery(editsQuery(post));
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={t("history.title")}>
      {edits.data ? (
        <ol className="divide-y divide-line pb-4">
          {edits.data.items.map((one) => (
            <li key={one.edited_at} className="py-4">
              <p className="text-sm text-ink-3">
                {t("history.until", { when: formatDateTime(one.edited_at, zone, hours) })}
              </p>
              <p className="mt-1 font-medium">{one.title}</p>
              <Written html={one.html} className="mt-1" />
            </li>
          ))}
        </ol>
      ) : edits.isPending ? (
        <Skeleton className="h-24" />
      ) : (
        <ErrorState error={edits.error} onRetry={() => edits.refetch()} busy={edits.isFetching} />
      )}
    </Dialog>
  );
}
