import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { ApiError } from "@/api/api-error";
import { call } from "@/api/call";
import { errorText } from "@/lib/error-text";
import { useTitle } from "@/lib/use-title";
import { Button } from "@/ui/button";
import { ErrorState, Notice, Working } from "@/ui/states";

/** Where the link in a mail leads: asks once, then ends that category. Nobody has to be signed in. */
export default function UnsubscribePage() {
  const { t } = useTranslation("notifications");
  const token = useSearchParams()[0].get("token") ?? "";
  useTitle(t("unsubscribe.plain"));
  const link = useQuery({
    queryKey: ["notifications", "unsubscribe", token],
    queryFn: ({ signal }) => call("notifications.subscription", { query: { token } }, signal),
    enabled: token !== "",
    retry: false,
  });
  const end = useMutation({ mutationFn: () => call("notifications.unsubscribe", { body: { token } }) });
  const state = end.data ?? link.data;
  const bad = token === "" || (link.error instanceof ApiError && link.error.status < 500);
  return (
    <div className="flex w-full max-w-[26rem] flex-col gap-5">
      <h1 className="text-2xl">
        {state
          ? t("unsubscribe.title", { category: t(`settings.category.${state.category}`) })
          : t("unsubscribe.plain")}
      </h1>
      {bad ? (
        <Notice tone="warning">{t("unsubscribe.bad")}</Notice>
      ) : link.error && !state ? (
        <ErrorState error={link.error} onRetry={() => link.refetch()} busy={link.isFetching} />
      ) : !state ? (
        <Working label={t("unsubscribe.plain")} />
      ) : !state.mail ? (
        <p role="status">{t("unsubscribe.done")}</p>
      ) : (
        <>
          <p className="text-ink-2">{t("unsubscribe.ask")}</p>
          {end.error && <Notice tone="warning">{errorText(end.error)}</Notice>}
          <Button size="lg" wide busy={end.isPending} onClick={() => end.mutate()}>
            {t("unsubscribe.confirm")}
          </Button>
        </>
      )}
      <Link to="/account#notifications" className="text-sm text-primary-ink underline">
        {t("unsubscribe.back")}
      </Link>
    </div>
  );
}
