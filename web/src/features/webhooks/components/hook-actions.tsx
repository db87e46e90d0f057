import { useMutation, useQueryClient } from "@tanstack/react-query";
import { KeyRound, Pause, Pencil, Play, Send, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { call } from "@/api/call";
import type { CreateHook, Hook, HookSecret } from "@/api/contract.gen";
import { errorText } from "@/lib/error-text";
import { Button } from "@/ui/button";
import { ConfirmDialog } from "@/ui/dialog";
import { toast } from "@/ui/toast";
import { hostOf } from "../model/delivery";
import { hooksQuery, useDeliveriesAgain, useKeptHook } from "../queries";
import { HookSheet } from "./hook-sheet";

type Props = { hook: Hook; kinds: string[]; onSecret: (made: HookSecret) => void };
const icon = { size: 18, strokeWidth: 1.75, "aria-hidden": true } as const;

/** All that can be done with one webhook; what cannot be undone asks first. */
export function HookActions({ hook, kinds, onSecret }: Props) {
  const { t } = useTranslation("webhooks");
  const navigate = useNavigate();
  const cache = useQueryClient();
  const kept = useKeptHook();
  const deliveriesAgain = useDeliveriesAgain(hook.id);
  const [open, setOpen] = useState<"edit" | "rotate" | "delete" | null>(null);
  const close = () => setOpen(null);
  const params = { webhook: hook.id };
  const onError = (error: unknown) => toast.error(errorText(error));
  const host = hostOf(hook.url);

  const test = useMutation({
    mutationFn: () => call("webhooks.test", { params }),
    onSuccess: async () => {
      toast(t("tested"));
      await deliveriesAgain();
    },
    onError,
  });
  const pause = useMutation({
    mutationFn: (paused: boolean) => call("webhooks.pause", { params, body: { paused } }),
    onSuccess: (changed, paused) => {
      kept(changed);
      if (paused) toast(t("paused"), { label: t("undo"), run: () => pause.mutate(false) });
      else toast(t("resumed"));
    },
    onError,
  });
  const edit = async (wish: CreateHook) => {
    kept(await call("webhooks.update", { params, body: wish }));
    close();
    toast(t("saved"));
  };
  const rotate = async () => {
    const made = await call("webhooks.rotate", { params });
    kept(made.webhook);
    onSecret(made);
  };
  const remove = async () => {
    await call("webhooks.remove", { params });
    toast(t("delete.done", { host }));
    navigate("/staff/webhooks", { replace: true });
    await cache.invalidateQueries(hooksQuery);
  };
  const active = hook.state === "active";
  return (
    <div className="flex flex-wrap gap-2">
      <Button variant={active ? "primary" : "secondary"} busy={test.isPending} onClick={() => test.mutate()}>
        <Send {...icon} />
        {t("test")}
      </Button>
      <Button
        variant={active ? "secondary" : "primary"}
        busy={pause.isPending}
        onClick={() => pause.mutate(active)}
      >
        {active ? <Pause {...icon} /> : <Play {...icon} />}
        {t(active ? "pause" : "resume")}
      </Button>
      <Button variant="secondary" onClick={() => setOpen("edit")}>
        <Pencil {...icon} />
        {t("edit")}
      </Button>
      <Button variant="secondary" onClick={() => setOpen("rotate")}>
        <KeyRound {...icon} />
        {t("rotate.open")}
      </Button>
      <Button variant="danger-ghost" onClick={() => setOpen("delete")}>
        <Trash2 {...icon} />
        {t("delete.open")}
      </Button>
      {open === "edit" && <HookSheet hook={hook} kinds={kinds} save={edit} onClose={close} />}
      <ConfirmDialog
        open={open === "rotate"}
        onOpenChange={close}
        title={t("rotate.title")}
        confirm={t("rotate.confirm")}
        onConfirm={rotate}
        errorText={errorText}
      >
        <p>{t("rotate.body")}</p>
      </ConfirmDialog>
      <ConfirmDialog
        open={open === "delete"}
        onOpenChange={close}
        title={t("delete.title", { host })}
        confirm={t("delete.open")}
        cancel={t("delete.keep")}
        danger
        onConfirm={remove}
        errorText={errorText}
      >
        <p>{t("delete.body")}</p>
      </ConfirmDialog>
    </div>
  );
}
