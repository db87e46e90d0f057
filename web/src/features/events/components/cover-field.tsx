import { useState } from "react";
import { useTranslation } from "react-i18next";
import { pictureTypes } from "@/lib/picture";
import { Button } from "@/ui/button";
import { DropArea } from "@/ui/drop-area";
import { FieldError } from "@/ui/field";
import { FileButton } from "@/ui/file-button";
import { PictureDialog } from "@/ui/picture-dialog";
import { Cover } from "./cover";

/** The picture of an event; it is the event's once the form is saved. */
export function CoverField({
  value,
  onChange,
  error,
}: {
  value: string;
  onChange: (cover: string) => void;
  error?: string;
}) {
  const { t } = useTranslation("events", { keyPrefix: "form.cover" });
  const [file, setFile] = useState<File | null>(null);
  const [checking, setChecking] = useState(false);
  return (
    <fieldset className="flex min-w-0 flex-col gap-3">
      <legend className="mb-1.5 text-sm font-medium">
        {t("label")} <span className="font-normal text-ink-3">{t("optional")}</span>
      </legend>
      <DropArea label={t("drop")} onFile={setFile} className="flex min-w-0 flex-col gap-3">
        {value && <Cover url={value} className="rounded-lg" />}
        {value && checking && (
          <p role="status" className="text-sm text-ink-2">
            {t("checking")}
          </p>
        )}
        <p className="text-sm text-ink-3">{t("help")}</p>
        {error && <FieldError>{error}</FieldError>}
        <div className="flex flex-wrap gap-2">
          <FileButton accept={pictureTypes} onFile={setFile}>
            {t(value ? "change" : "add")}
          </FileButton>
          {value && (
            <Button variant="danger-ghost" size="sm" onClick={() => onChange("")}>
              {t("remove")}
            </Button>
          )}
        </div>
      </DropArea>
      {file && (
        <PictureDialog
          file={file}
          title={t("crop")}
          to={{ path: "/event-covers/", method: "POST" }}
          ratio={16 / 9}
          width={1280}
          onDone={({ url, checking }) => {
            setFile(null);
            setChecking(checking);
            onChange(url);
          }}
          onClose={() => setFile(null)}
        />
      )}
    </fieldset>
  );
}
