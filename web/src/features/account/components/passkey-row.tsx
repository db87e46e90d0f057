import { KeyRound } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "@/api/call";
import { limits, type Passkey } from "@/api/contract.gen";
import { errorText } from "@/lib/error-text";
import { formatDay, formatRelative } from "@/lib/format";
import { useViewerZone } from "@/lib/preferences";
import { useNow } from "@/lib/use-now";
import { Badge } from "@/ui/bits";
import { Button } from "@/ui/button";
import { Field, Input } from "@/ui/field";
import { FormButtons } from "./form-buttons";
import FactorProof, { proofBody } from "./second-factor-proof";

type Props = { passkey: Passkey; asksCode: boolean; onChanged: (said: string) => Promise<unknown> };

export function PasskeyRow({ passkey, asksCode, onChanged }: Props) {
  const { t } = useTranslation("account");
  const [zone] = useViewerZone();
  const now = useNow(60_000);
  const [doing, setDoing] = useState<"rename" | "remove" | null>(null);
  const stop = () => setDoing(null);
  const { id, name, last_used_at: used } = passkey;

  if (doing === "rename") return <Rename passkey={passkey} onCancel={stop} onChanged={onChanged} />;
  if (doing === "remove")
    return (
      <FactorProof
        lead={t("passkeys.removeLead", { name })}
        submit={t("passkeys.removeSubmit")}
        danger
        asksCode={asksCode}
        onCancel={stop}
        onProof={async (proof) => {
          await call("auth.removePasskey", { params: { passkey: id }, body: proofBody(proof) });
          await onChanged(t("passkeys.removed", { name }));
        }}
      />
    );
  const facts = [
    used ? t("passkeys.used", { when: formatRelative(used, now) }) : t("passkeys.unused"),
    t("passkeys.since", { when: formatDay(passkey.created_at, zone) }),
  ];
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <KeyRound size={20} strokeWidth={1.75} aria-hidden className="shrink-0 text-ink-3" />
      <div className="min-w-0 grow basis-48 text-sm">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          <span className="min-w-0 break-words">{name}</span>
          {passkey.synced && <Badge>{t("passkeys.synced")}</Badge>}
        </p>
        <p className="text-ink-3">{facts.join(" · ")}</p>
      </div>
      <div className="flex gap-1">
        <Button
          variant="ghost"
          size="sm"
          aria-label={t("passkeys.renameLabel", { name })}
          onClick={() => setDoing("rename")}
        >
          {t("passkeys.rename")}
        </Button>
        <Button
          variant="danger-ghost"
          size="sm"
          aria-label={t("passkeys.removeLabel", { name })}
          onClick={() => setDoing("remove")}
        >
          {t("passkeys.remove")}
        </Button>
      </div>
    </div>
  );
}

type RenameProps = Pick<Props, "passkey" | "onChanged"> & { onCancel: () => void };

function Rename({ passkey, onCancel, onChanged }: RenameProps) {
  const { t } = useTranslation("account");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const save = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget).get("name")).trim();
    setBusy(true);
    try {
      await call("auth.renamePasskey", { params: { passkey: passkey.id }, body: { name } });
      await onChanged(t("passkeys.renamed", { name }));
      onCancel();
    } catch (error) {
      setProblem(errorText(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form onSubmit={save} className="flex flex-col gap-4">
      <Field label={t("passkeys.name")} error={problem}>
        <Input
          name="name"
          required
          autoFocus
          autoComplete="off"
          maxLength={limits.RenamePasskey.name.max}
          defaultValue={passkey.name}
        />
      </Field>
      <FormButtons submit={t("passkeys.renameSubmit")} busy={busy} onCancel={onCancel} />
    </form>
  );
}
