import { Popover } from "radix-ui";
import { type KeyboardEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { emoji } from "../model/emoji";

const columns = 8;

/** A small grid of emoji over its trigger. Arrow keys move in it, Escape gives the focus back. */
export function EmojiPicker({ trigger, onPick }: { trigger: ReactNode; onPick: (sign: string) => void }) {
  const { t } = useTranslation("chat");
  const [open, setOpen] = useState(false);
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger asChild>{trigger}</Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          side="top"
          align="end"
          sideOffset={6}
          collisionPadding={8}
          aria-label={t("emoji.title")}
          onKeyDown={move}
          className="z-50 grid animate-rise grid-cols-8 gap-0.5 rounded-lg border border-line bg-raised p-2 shadow-float"
        >
          {emoji.map(([sign, name]) => (
            <button
              key={sign}
              type="button"
              aria-label={name}
              title={name}
              onClick={() => {
                setOpen(false);
                onPick(sign);
              }}
              className="grid size-9 place-items-center rounded-md text-xl hover:bg-hover pointer-coarse:size-10"
            >
              {sign}
            </button>
          ))}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns };

function move(event: KeyboardEvent<HTMLElement>) {
  const step = steps[event.key];
  if (!step) return;
  const buttons = [...event.currentTarget.querySelectorAll("button")];
  const here = buttons.indexOf(document.activeElement as HTMLButtonElement);
  event.preventDefault();
  buttons[Math.min(buttons.length - 1, Math.max(0, here + step))]?.focus();
}
