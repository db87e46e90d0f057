import { useTranslation } from "react-i18next";
import { Checkbox } from "@/ui/choices";
import { FieldError } from "@/ui/field";
import { allOf, everything, groupsOf, toggled, within } from "../model/kinds";
import { useWords } from "../use-words";

type Props = {
  kinds: string[];
  value: string[];
  onChange: (wishes: string[]) => void;
  error?: string;
};

/** Single kinds, all of a group, or everything: what a wider choice brings with it is ticked and cannot be taken out. */
export function KindChoice({ kinds, value, onChange, error }: Props) {
  const { t } = useTranslation("webhooks");
  const words = useWords();
  const box = (wish: string, label: string) => {
    const covered = within(value, wish);
    return (
      <Checkbox
        key={wish}
        label={
          <>
            {label} <code className="font-mono text-xs text-ink-3">{wish}</code>
          </>
        }
        checked={covered || value.includes(wish)}
        disabled={covered}
        onChange={(event) => onChange(toggled(value, wish, event.target.checked))}
      />
    );
  };
  return (
    <fieldset className="flex min-w-0 flex-col gap-5">
      <legend className="mb-3 text-sm font-medium">{t("form.kinds")}</legend>
      {error && <FieldError>{error}</FieldError>}
      {box(everything, t("everything"))}
      {groupsOf(kinds).map((one) => (
        <fieldset key={one.group} className="flex min-w-0 flex-col gap-3">
          <legend className="mb-3 text-sm text-ink-2">{words.group(one.group)}</legend>
          {box(allOf(one.group), t("allOf"))}
          {one.kinds.map((kind) => box(kind, words.kind(kind)))}
        </fieldset>
      ))}
    </fieldset>
  );
}
