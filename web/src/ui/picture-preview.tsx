import { X } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { PickedImage } from "@/lib/pick-image";
import { useObjectUrl } from "@/lib/use-blob";
import { IconButton } from "./button";
import { UploadProgress } from "./upload-progress";

type Props = {
  file: PickedImage;
  /** 0 to 1 while it goes up; the button stops that then. */
  part?: number | null;
  disabled?: boolean;
  onRemove: () => void;
};

/** A picture that goes with the next message. */
export function PicturePreview({ file, part = null, disabled, onRemove }: Props) {
  const { t } = useTranslation("ui", { keyPrefix: "attachment" });
  const url = useObjectUrl(file.bytes);
  return (
    <div className="mb-1.5 flex items-center gap-3 rounded-md border border-line p-2">
      {url && <img src={url} alt="" className="size-14 rounded-sm object-cover" />}
      <div className="min-w-0 grow">
        <p className="truncate text-sm">{file.name}</p>
        {part !== null && (
          <div className="mt-1.5">
            <UploadProgress label={t("sending", { name: file.name })} part={part} />
          </div>
        )}
      </div>
      <IconButton
        label={part === null ? t("remove", { name: file.name }) : t("stop")}
        disabled={disabled}
        onClick={onRemove}
      >
        <X size={18} strokeWidth={1.75} aria-hidden />
      </IconButton>
    </div>
  );
}
