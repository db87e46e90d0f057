import { useQuery, useQueryClient } from "@tanstack/react-query";
import { ShieldCheck } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "@/api/call";
import { Skeleton } from "@/ui/bits";
import { Button } from "@/ui/button";
import { ErrorState } from "@/ui/states";
import { toast } from "@/ui/toast";
import { factorQuery } from "./factor-query";

// Few ever come here, and the drawing of the QR code is heavy.
const SetUpFactor = lazy(() => import("./second-factor-set-up"));
const FactorProof = lazy(() => import("./second-factor-proof"));
const RecoveryCodes = lazy(() => import("./recovery-codes"));

type Step = "set up" | "renew" | "end" | null;

/** Off, on, and the ways between; new recovery codes stay until one says that they are kept. */
export function SecondFactor() {
  return (
    <Suspense fallback={<Skeleton className="h-16" />}>
      <StateAndSteps />
    </Suspense>
  );
}

function StateAndSteps() {
  const { t } = useTranslation("account");
  const cache = useQueryClient();
  const factor = useQuery(factorQuery);
  const [step, setStep] = useState<Step>(null);
  const [codes, setCodes] = useState<string[] | null>(null);

  if (factor.isPending) return <Skeleton className="h-16" />;
  if (!factor.data)
    return <ErrorState error={factor.error} onRetry={() => factor.refetch()} busy={factor.isFetching} />;

  const finish = async (said: string | null, made: string[] | null = null) => {
    setStep(null);
    setCodes(made);
    if (said) toast(said);
    await cache.invalidateQueries({ queryKey: factorQuery.queryKey });
  };
  const cancel = () => setStep(null);

  if (codes) return <RecoveryCodes codes={codes} onKept={() => setCodes(null)} />;
  if (step === "set up")
    return <SetUpFactor onCancel={cancel} onDone={(made) => finish(t("factor.switchedOn"), made)} />;
  if (step === "renew")
    return (
      <FactorProof
        lead={t("factor.renewLead")}
        submit={t("factor.renewSubmit")}
        onCancel={cancel}
        onProof={async (body) => finish(null, (await call("auth.renewRecoveryCodes", { body })).codes)}
      />
    );
  if (step === "end")
    return (
      <FactorProof
        lead={t("factor.endLead")}
        submit={t("factor.endSubmit")}
        danger
        onCancel={cancel}
        onProof={async (body) => {
          await call("auth.endSecondFactor", { body });
          await finish(t("factor.ended"));
        }}
      />
    );
  if (!factor.data.enabled)
    return (
      <div className="flex flex-col items-start gap-4">
        <p className="text-ink-2">{t("factor.off")}</p>
        <Button variant="secondary" onClick={() => setStep("set up")}>
          {t("factor.setUp")}
        </Button>
      </div>
    );
  return (
    <div className="flex flex-col items-start gap-4">
      <p className="flex items-start gap-2">
        <ShieldCheck size={20} strokeWidth={1.75} className="mt-0.5 shrink-0 text-success-ink" aria-hidden />
        <span>
          {t("factor.on")}{" "}
          <span className="text-ink-2">{t("factor.left", { count: factor.data.recovery_codes_left })}</span>
        </span>
      </p>
      <div className="flex flex-wrap gap-2">
        <Button variant="secondary" size="sm" onClick={() => setStep("renew")}>
          {t("factor.renew")}
        </Button>
        <Button variant="secondary" size="sm" onClick={() => setStep("end")}>
          {t("factor.end")}
        </Button>
      </div>
    </div>
  );
}
