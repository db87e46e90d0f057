import { Eye, EyeOff } from "lucide-react";
import { type ComponentProps, useState } from "react";
import { useTranslation } from "react-i18next";
import { passwordStrength } from "@/lib/password-strength";
import { cn } from "./cn";
import { Input } from "./field";

/** A password that can be looked at. It is hidden again whenever the page is left. */
export function PasswordInput({ className, ...rest }: ComponentProps<"input">) {
  const { t } = useTranslation("ui");
  const [shown, setShown] = useState(false);
  const Icon = shown ? EyeOff : Eye;
  return (
    <span className="relative block">
      <Input
        type={shown ? "text" : "password"}
        spellCheck={false}
        className={cn("pr-12", className)}
        {...rest}
      />
      <button
        type="button"
        aria-label={shown ? t("hidePassword") : t("showPassword")}
        aria-pressed={shown}
        onClick={() => setShown(!shown)}
        className="absolute top-0.5 right-0.5 grid size-10 place-items-center rounded-md text-ink-3 hover:text-ink"
      >
        <Icon size={18} strokeWidth={1.75} aria-hidden />
      </button>
    </span>
  );
}

const tones = ["", "bg-danger", "bg-warning", "bg-success", "bg-success"];

/** Four bars and a word below a new password. `own` is what the password should not repeat: name and address. */
export function PasswordMeter({ password, own }: { password: string; own: string[] }) {
  const { t } = useTranslation("ui");
  const strength = passwordStrength(password, own);
  return (
    <span className="flex items-center gap-3 pt-0.5">
      <span aria-hidden className="grid grow grid-cols-4 gap-1">
        {[1, 2, 3, 4].map((bar) => (
          <span
            key={bar}
            className={cn("h-1 rounded-full bg-line transition-colors", bar <= strength && tones[strength])}
          />
        ))}
      </span>
      <span aria-live="polite" className="min-w-28 text-right text-xs text-ink-3">
        {t(`strength.${strength}`)}
      </span>
    </span>
  );
}
