import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { type ReactNode, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, IconButton } from "./button";
import { cn } from "./cn";
import { FieldError } from "./field";

type Props = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  children?: ReactNode;
  /** Buttons, the primary one last. */
  footer?: ReactNode;
  /** "sheet" comes from the right side, and from below on a phone. */
  look?: "dialog" | "sheet";
};

const looks = {
  dialog:
    "inset-x-0 bottom-0 max-h-[92dvh] rounded-t-xl sm:inset-auto sm:top-1/2 sm:left-1/2 sm:w-full sm:max-w-lg sm:-translate-x-1/2 sm:-translate-y-1/2 sm:rounded-xl",
  sheet:
    "inset-x-0 bottom-0 max-h-[92dvh] rounded-t-xl sm:inset-y-0 sm:right-0 sm:left-auto sm:max-h-none sm:w-full sm:max-w-md sm:rounded-none",
};

/** Focus stays inside, Escape closes, the page behind stands still. */
export function Dialog({ open, onOpenChange, title, description, children, footer, look = "dialog" }: Props) {
  const { t } = useTranslation("ui");
  // Radix gives the focus back to its own trigger only; ours are opened by any button.
  const before = useRef<HTMLElement | null>(null);
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-scrim data-[state=open]:animate-fade" />
        <Radix.Content
          className={cn(
            "fixed z-50 flex flex-col bg-raised shadow-float outline-none data-[state=open]:animate-slide",
            looks[look],
          )}
          onOpenAutoFocus={() => {
            before.current = document.activeElement as HTMLElement | null;
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            before.current?.focus();
          }}
          {...(!description && { "aria-describedby": undefined })}
        >
          <header className="flex items-start justify-between gap-4 px-5 pt-4 pb-2 sm:px-6 sm:pt-5">
            <div className="min-w-0 pt-1.5">
              <Radix.Title className="text-xl">{title}</Radix.Title>
              {description && (
                <Radix.Description className="mt-1 text-sm text-ink-2">{description}</Radix.Description>
              )}
            </div>
            <Radix.Close asChild>
              <IconButton label={t("close")} className="-mr-2">
                <X size={20} strokeWidth={1.75} aria-hidden />
              </IconButton>
            </Radix.Close>
          </header>
          <div className="min-h-0 grow overflow-y-auto px-5 py-2 sm:px-6">{children}</div>
          {footer && (
            <footer className="flex flex-col-reverse gap-2 px-5 pt-3 pb-5 sm:flex-row sm:justify-end sm:px-6 sm:pb-6">
              {footer}
            </footer>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export const Sheet = (props: Omit<Props, "look">) => <Dialog {...props} look="sheet" />;

type ConfirmProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  /** What will happen, in words: what is lost, what is kept. */
  children?: ReactNode;
  confirm: string;
  cancel?: string;
  danger?: boolean;
  /** The dialog stays open with the text of a failure, and closes after success. */
  onConfirm: () => Promise<unknown> | unknown;
  errorText?: (error: unknown) => string;
};

export function ConfirmDialog({
  open,
  onOpenChange,
  title,
  children,
  confirm,
  cancel,
  danger,
  onConfirm,
  errorText,
}: ConfirmProps) {
  const { t } = useTranslation("ui");
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);

  const close = (next: boolean) => {
    setFailure(null);
    onOpenChange(next);
  };
  const run = async () => {
    setBusy(true);
    setFailure(null);
    try {
      await onConfirm();
      close(false);
    } catch (error) {
      setFailure(errorText?.(error) ?? t("confirmFailed"));
    } finally {
      setBusy(false);
    }
  };

  return (
    <Dialog
      open={open}
      onOpenChange={close}
      title={title}
      footer={
        <>
          <Button variant="secondary" onClick={() => close(false)}>
            {cancel ?? t("cancel")}
          </Button>
          <Button variant={danger ? "danger" : "primary"} busy={busy} onClick={run}>
            {confirm}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3 text-ink-2">
        {children}
        {failure && (
          <div role="alert">
            <FieldError>{failure}</FieldError>
          </div>
        )}
      </div>
    </Dialog>
  );
}
