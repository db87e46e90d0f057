import { Download, FileText, ImageOff, RotateCw } from "lucide-react";
import type { CSSProperties } from "react";
import { useTranslation } from "react-i18next";
import { call } from "@/api/call";
import type { Attachment } from "@/api/contract.gen";
import { errorText } from "@/lib/error-text";
import { formatBytes } from "@/lib/format";
import { saveFrom } from "@/lib/save-file";
import { useBlobUrl } from "@/lib/use-blob";
import { toast } from "./toast";

const largest = 320;
const smallest = 96;
const within = (side: number) => Math.min(largest, Math.max(smallest, Math.round(side)));

/**
 * The room a picture takes, known before it is there: nothing moves when it comes. One that is far longer than wide,
 * or the other way round, is shown in part: never a ribbon, never a tower.
 */
export function roomFor(width: number, height: number): CSSProperties {
  if (!width || !height) return { width: smallest, aspectRatio: "4 / 3", maxWidth: "100%" };
  const scale = Math.min(1, largest / Math.max(width, height));
  const room = { width: within(width * scale), height: within(height * scale) };
  const whole = room.width > smallest && room.height > smallest;
  return {
    width: room.width,
    aspectRatio: whole ? `${width} / ${height}` : `${room.width} / ${room.height}`,
    maxWidth: "100%",
  };
}

/** What came with a message: a picture in its room, or a file to save. */
export function AttachmentView({ attachment, onOpen }: { attachment: Attachment; onOpen: () => void }) {
  return attachment.content_type.startsWith("image/") ? (
    <Picture attachment={attachment} onOpen={onOpen} />
  ) : (
    <FileCard attachment={attachment} />
  );
}

function Picture({ attachment, onOpen }: { attachment: Attachment; onOpen: () => void }) {
  const { t } = useTranslation("ui", { keyPrefix: "attachment" });
  const { url, failed, retry } = useBlobUrl(attachment.url);
  // Its edge is drawn: a picture as pale as the page would be a hole in it.
  const frame = "my-0.5 block overflow-hidden rounded-md border border-line bg-sunken";
  if (failed)
    return (
      <button
        type="button"
        onClick={retry}
        style={roomFor(attachment.width, attachment.height)}
        className={`${frame} grid place-items-center gap-1 text-sm text-ink-2`}
      >
        <ImageOff size={20} strokeWidth={1.75} aria-hidden />
        <span className="inline-flex items-center gap-1">
          <RotateCw size={14} strokeWidth={1.75} aria-hidden />
          {t("again")}
        </span>
      </button>
    );
  return (
    <button
      type="button"
      onClick={onOpen}
      aria-label={t("open", { name: attachment.name })}
      style={roomFor(attachment.width, attachment.height)}
      className={frame}
    >
      {url ? (
        <img src={url} alt="" className="size-full animate-fade object-cover" draggable={false} />
      ) : (
        <span className="block size-full animate-breathe bg-line" />
      )}
    </button>
  );
}

export async function saveAttachment({ id }: Attachment) {
  try {
    saveFrom((await call("chat.attachmentLink", { params: { attachment: id } })).url);
  } catch (error) {
    toast.error(errorText(error));
  }
}

function FileCard({ attachment }: { attachment: Attachment }) {
  const { t } = useTranslation("ui", { keyPrefix: "attachment" });
  return (
    <button
      type="button"
      onClick={() => saveAttachment(attachment)}
      aria-label={t("save", { name: attachment.name })}
      className="my-0.5 flex w-72 max-w-full items-center gap-3 rounded-md border border-line bg-surface p-3 text-left hover:border-line-strong"
    >
      <FileText size={20} strokeWidth={1.75} aria-hidden className="shrink-0 text-ink-3" />
      <span className="min-w-0 grow">
        <span className="block truncate text-sm font-medium">{attachment.name}</span>
        <span className="block text-xs text-ink-3">{formatBytes(attachment.bytes)}</span>
      </span>
      <Download size={18} strokeWidth={1.75} aria-hidden className="shrink-0 text-ink-3" />
    </button>
  );
}
