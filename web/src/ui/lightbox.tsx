import { Download, X } from "lucide-react";
import { Dialog } from "radix-ui";
import { useTranslation } from "react-i18next";
import type { Attachment } from "@/api/contract.gen";
import { useBlobUrl } from "@/lib/use-blob";
import { saveAttachment } from "./attachment";
import { IconButton } from "./button";

/** One picture over everything. Escape, the cross and a click beside it close it. */
export function Lightbox({
  attachment,
  by,
  onClose,
}: {
  attachment: Attachment;
  by: string;
  onClose: () => void;
}) {
  const { t } = useTranslation("ui");
  const { url } = useBlobUrl(attachment.url);
  return (
    <Dialog.Root open onOpenChange={onClose}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-50 bg-paper/95 backdrop-blur-sm data-[state=open]:animate-fade" />
        {/* Takes no clicks itself: those beside the picture fall on what lies behind, which closes. */}
        <Dialog.Content
          aria-describedby={undefined}
          style={{ pointerEvents: "none" }}
          className="fixed inset-0 z-50 flex flex-col outline-none"
        >
          <header className="pointer-events-auto flex items-center gap-2 p-2 pl-4 sm:p-3 sm:pl-6">
            <div className="min-w-0 grow">
              <Dialog.Title className="truncate font-sans text-sm font-medium tracking-normal">
                {attachment.name}
              </Dialog.Title>
              <p className="truncate text-xs text-ink-3">{by}</p>
            </div>
            <IconButton
              label={t("attachment.save", { name: attachment.name })}
              onClick={() => saveAttachment(attachment)}
            >
              <Download size={20} strokeWidth={1.75} aria-hidden />
            </IconButton>
            <Dialog.Close asChild>
              <IconButton label={t("close")}>
                <X size={20} strokeWidth={1.75} aria-hidden />
              </IconButton>
            </Dialog.Close>
          </header>
          <div className="grid min-h-0 grow place-items-center p-3 pt-0 sm:p-6 sm:pt-0">
            {url && (
              <img
                src={url}
                alt={attachment.name}
                className="pointer-events-auto max-h-full max-w-full rounded-md object-contain"
              />
            )}
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
