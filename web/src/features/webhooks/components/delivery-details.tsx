import { useMutation, useQuery } from "@tanstack/react-query";
import { RotateCw } from "lucide-react";
import { useTranslation } from "react-i18next";
import { call } from "@/api/call";
import type { Hook, HookAttempt, HookDelivery } from "@/api/contract.gen";
import { errorText } from "@/lib/error-text";
import { formatDateTime, formatNumber } from "@/lib/format";
import { usePreference, useViewerZone } from "@/lib/preferences";
import { Skeleton } from "@/ui/bits";
import { Button } from "@/ui/button";
import { ErrorState } from "@/ui/states";
import { toast } from "@/ui/toast";
import { testKind } from "../model/delivery";
import { deliveryQuery, useDeliveriesAgain } from "../queries";
import { useWords } from "../use-words";

const code = "mt-1 rounded-md bg-sunken p-3 font-mono text-xs whitespace-pre-wrap [overflow-wrap:anywhere]";

/** What was sent, each try with what came back, and the button that sends it once more. */
export function DeliveryDetails({ delivery, hook }: { delivery: HookDelivery; hook: Hook }) {
  const { t } = useTranslation("webhooks");
  const { data, error, refetch, isFetching } = useQuery(deliveryQuery(delivery));
  if (!data)
    return error ? (
      <ErrorState error={error} onRetry={() => refetch()} busy={isFetching} />
    ) : (
      <Skeleton className="h-40" />
    );
  return (
    <div className="flex flex-col gap-5">
      <SendAgain delivery={delivery} hook={hook} />
      <div>
        <h3 className="text-sm font-medium">{t("delivery.tries")}</h3>
        {data.tries.length === 0 ? (
          <p className="mt-1 text-sm text-ink-2">
            {t(delivery.state === "skipped" ? "delivery.notTried" : "delivery.noTries")}
          </p>
        ) : (
          <ol aria-label={t("delivery.tries")} className="mt-1 divide-y divide-line">
            {data.tries.map((one) => (
              <li key={one.at} className="py-2.5">
                <Try attempt={one} />
              </li>
            ))}
          </ol>
        )}
      </div>
      <div>
        <h3 className="text-sm font-medium">{t("delivery.body")}</h3>
        <p className="mt-1 text-xs text-ink-3">
          {t("delivery.message")}{" "}
          <code className="font-mono select-all [overflow-wrap:anywhere]">{delivery.message}</code>
        </p>
        <pre className={code}>{data.body}</pre>
      </div>
    </div>
  );
}

function SendAgain({ delivery, hook }: { delivery: HookDelivery; hook: Hook }) {
  const { t } = useTranslation("webhooks");
  const again = useDeliveriesAgain(hook.id);
  const replay = useMutation({
    mutationFn: () => call("webhooks.replay", { params: { delivery: delivery.id } }),
    onSuccess: async () => {
      toast(t("delivery.sent"));
      await again();
    },
    onError: (error) => toast.error(errorText(error)),
  });
  if (hook.state !== "active" && delivery.kind !== testKind)
    return <p className="text-sm text-ink-3">{t("delivery.whenActive")}</p>;
  return (
    <Button
      variant="secondary"
      size="sm"
      className="self-start"
      busy={replay.isPending}
      onClick={() => replay.mutate()}
    >
      <RotateCw size={16} strokeWidth={1.75} aria-hidden />
      {t("delivery.send")}
    </Button>
  );
}

function Try({ attempt }: { attempt: HookAttempt }) {
  const { t } = useTranslation("webhooks");
  const words = useWords();
  const [zone] = useViewerZone();
  const [hours] = usePreference("hours");
  return (
    <div className="text-sm">
      <p className="flex flex-wrap gap-x-2">
        <time dateTime={attempt.at} className="tabular text-ink-3">
          {formatDateTime(attempt.at, zone, hours)}
        </time>
        <span className={attempt.outcome === "delivered" ? "text-success-ink" : "text-danger-ink"}>
          {words.outcome(attempt.outcome, attempt.status)}
        </span>
        <span className="tabular text-ink-3">
          {t("delivery.took", { millis: formatNumber(attempt.millis) })}
        </span>
      </p>
      {attempt.answer && <pre className={code}>{attempt.answer}</pre>}
    </div>
  );
}
