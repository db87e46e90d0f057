import { useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "@/api/call";
import { session } from "@/api/session";
import { errorText } from "@/lib/error-text";
import { pictureTypes } from "@/lib/picture";
import { useUser } from "@/lib/use-session";
import { Avatar } from "./bits";
import { Button } from "./button";
import { ConfirmDialog } from "./dialog";
import { DropArea } from "./drop-area";
import { FileButton } from "./file-button";
import { toast } from "./toast";

// Most who come to this page keep their photo.
const PictureDialog = lazy(async () => ({ default: (await import("./picture-dialog")).PictureDialog }));

const size = 512;

/** The photo of whoever is signed in: choose, crop, replace, remove. */
export function PhotoEditor() {
  const { t } = useTranslation("ui", { keyPrefix: "photo" });
  const cache = useQueryClient();
  const user = useUser();
  const [file, setFile] = useState<File | null>(null);
  const [removing, setRemoving] = useState(false);
  if (!user) return null;

  const changed = (photo: string | null) => {
    const now = session.current()?.user;
    if (now) session.setUser({ ...now, photo });
    for (const queryKey of [["students"], ["mentors"], ["chat"], ["community"]])
      void cache.invalidateQueries({ queryKey });
  };

  return (
    <section id="part-photo" aria-label={t("title")}>
      <DropArea label={t("drop")} onFile={setFile} className="flex flex-wrap items-center gap-5">
        <Avatar name={user.name} photo={user.photo} size="xl" />
        <div className="flex min-w-0 flex-1 basis-56 flex-col gap-3">
          <p className="text-sm text-ink-2">{t("help")}</p>
          <div className="flex flex-wrap gap-2">
            <FileButton accept={pictureTypes} onFile={setFile}>
              {t(user.photo ? "change" : "add")}
            </FileButton>
            {user.photo && (
              <Button variant="danger-ghost" size="sm" onClick={() => setRemoving(true)}>
                {t("remove")}
              </Button>
            )}
          </div>
        </div>
      </DropArea>
      <Suspense>
        {file && (
          <PictureDialog
            file={file}
            title={t("crop")}
            to={{ path: "/account/photo/", method: "PUT" }}
            ratio={1}
            width={size}
            round
            onDone={({ url, checking }) => {
              setFile(null);
              changed(url);
              toast(t(checking ? "checking" : "saved"));
            }}
            onClose={() => setFile(null)}
          />
        )}
      </Suspense>
      <ConfirmDialog
        open={removing}
        onOpenChange={setRemoving}
        title={t("removeTitle")}
        confirm={t("remove")}
        danger
        errorText={errorText}
        onConfirm={async () => {
          await call("files.removePhoto");
          changed(null);
          toast(t("removed"));
        }}
      >
        <p>{t("removeBody")}</p>
      </ConfirmDialog>
    </section>
  );
}
