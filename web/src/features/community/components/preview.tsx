import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { call } from "@/api/call";
import { Skeleton } from "@/ui/bits";
import { ErrorState } from "@/ui/states";
import { Written } from "./written";

/** What the server makes of a text: the same as it will be in the post. */
export function Preview({ text }: { text: string }) {
  const { t } = useTranslation("community");
  const made = useQuery({
    queryKey: ["community", "preview", text],
    queryFn: ({ signal }) => call("community.preview", { body: { text } }, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <section
      aria-label={t("compose.preview")}
      aria-live="polite"
      className="rounded-lg border border-line bg-surface p-5"
    >
      {made.data ? (
        made.data.html ? (
          <Written html={made.data.html} />
        ) : (
          <p className="text-ink-3">{t("compose.nothingYet")}</p>
        )
      ) : made.isPending ? (
        <Skeleton className="h-16" />
      ) : (
        <ErrorState error={made.error} onRetry={() => made.refetch()} busy={made.isFetching} />
      )}
    </section>
  );
}
