import { X } from "lucide-react";
import { IconButton } from "@/ui/button";

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
