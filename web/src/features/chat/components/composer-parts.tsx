import { X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/ui/button";
import { useObjectUrl } from "../api/use-blob";
import type { UnsentFile } from "../model/outbox";

/** What is being answered or changed, over the field. */
export function Above({
  title,
  text,
  close,
  onClose,
}: {
  title: string;
  text: string;
  close: string;
  onClose: () => void;
}) {
  return (
    <div className="mb-1.5 flex items-center gap-2 border-l-2 border-primary pl-3">
      <div className="min-w-0 grow text-sm">
        <p className="font-medium text-primary-ink">{title}</p>
        <p className="truncate text-ink-2">{text}</p>
      </div>
      <IconButton label={close} onClick={onClose}>
        <X size={18} strokeWidth={1.75} aria-hidden />
      </IconButton>
    </div>
  );
}

/** A picture that goes with the next message. */
export function Preview({ file, onRemove }: { file: UnsentFile; onRemove: () => void }) {
  const { t } = useTranslation("chat");
  const url = useObjectUrl(file.bytes);
  return (
    <div className="mb-1.5 flex items-center gap-3 rounded-md border border-line p-2">
      {url && <img src={url} alt="" className="size-14 rounded-sm object-cover" />}
      <p className="min-w-0 grow truncate text-sm">{file.name}</p>
      <IconButton label={t("file.remove", { name: file.name })} onClick={onRemove}>
        <X size={18} strokeWidth={1.75} aria-hidden />
      </IconButton>
    </div>
  );
}
