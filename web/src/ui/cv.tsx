import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { mayPass } from "@/api/api-error";
import { call } from "@/api/call";
import type { CvAnswer } from "@/api/contract.gen";
import { errorText } from "@/lib/error-text";
import { formatBytes, formatDay } from "@/lib/format";
import { useViewerZone } from "@/lib/preferences";
import { sendCv } from "@/lib/send-file";
import { Skeleton } from "./bits";
import { Button } from "./button";
import { CvDownload } from "./cv-download";
import { ConfirmDialog } from "./dialog";
import { DropArea } from "./drop-area";
import { FieldError } from "./field";
import { FileButton } from "./file-button";
import { ErrorState } from "./states";
import { toast } from "./toast";
import { UploadProgress } from "./upload-progress";

const mostBytes = 10 * 1024 * 1024;

const myCvQuery = queryOptions({
  queryKey: ["files", "myCv"],
  queryFn: ({ signal }) => call("files.myCv", {}, signal),
  refetchInterval: ({ state }) => state.data?.cv?.state === "checking" && 15_000,
});
/** The CV of whoever is signed in, who is known to others as `person`. */
export function CvEditor({ person }: { person: string }) {
  const { t } = useTranslation("ui", { keyPrefix: "cv" });
  const [zone] = useViewerZone();
  const cache = useQueryClient();
  const query = useQuery(myCvQuery);
  const [part, setPart] = useState<number | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [unsent, setUnsent] = useState<File | null>(null);
  const [removing, setRemoving] = useState(false);
  const sending = useRef<AbortController | null>(null);

  const changed = (answer: CvAnswer) => {
    cache.setQueryData(myCvQuery.queryKey, answer);
    void cache.invalidateQueries({ queryKey: ["students"] });
  };
  const send = async (file: File) => {
    if (file.size > mostBytes) return setProblem(t("tooLarge"));
    const stop = new AbortController();
    sending.current = stop;
    setProblem(null);
    setUnsent(null);
    setPart(0);
    try {
      const answer = await sendCv({
        file,
        name: file.name,
        key: `cv ${file.name} ${file.size} ${file.lastModified}`,
        progress: setPart,
        signal: stop.signal,
      });
      changed(answer);
      if (answer.cv?.state === "ready") toast(t("saved"));
    } catch (error) {
      if (stop.signal.aborted) return;
      setProblem(errorText(error));
      if (mayPass(error)) setUnsent(file);
    } finally {
      setPart(null);
    }
  };

  if (query.isPending) return <Skeleton className="h-24" />;
  if (!query.data)
    return <ErrorState error={query.error} onRetry={() => query.refetch()} busy={query.isFetching} />;
  const { cv } = query.data;
  return (
    <section id="part-cv" aria-labelledby="cv">
      <DropArea
        label={t("drop")}
        onFile={(file) => part === null && void send(file)}
        className="flex flex-col gap-3"
      >
        <h2 id="cv" className="text-lg">
          {t("title")}
        </h2>
        <p className="text-sm text-ink-2">{t("help")}</p>
        {cv && (
          <p role="status" className="tabular text-sm">
            {t(cv.state === "ready" ? "there" : cv.state, {
              size: formatBytes(cv.bytes),
              when: formatDay(cv.uploaded_at, zone),
            })}
          </p>
        )}
        {part !== null && <UploadProgress label={t("progress")} part={part} />}
        {problem && (
          <div role="alert">
            <FieldError>{problem}</FieldError>
          </div>
        )}
        <div className="flex flex-wrap gap-2">
          {part === null ? (
            <>
              {unsent && (
                <Button size="sm" onClick={() => send(unsent)}>
                  {t("goOn")}
                </Button>
              )}
              <FileButton accept="application/pdf" onFile={send}>
                {t(cv ? "change" : "add")}
              </FileButton>
            </>
          ) : (
            <Button variant="secondary" size="sm" onClick={() => sending.current?.abort()}>
              {t("stop")}
            </Button>
          )}
          {cv?.state === "ready" && <CvDownload person={person} label={t("download")} />}
          {cv && (
            <Button variant="danger-ghost" size="sm" onClick={() => setRemoving(true)}>
              {t("remove")}
            </Button>
          )}
        </div>
      </DropArea>
      <ConfirmDialog
        open={removing}
        onOpenChange={setRemoving}
        title={t("removeTitle")}
        confirm={t("remove")}
        danger
        errorText={errorText}
        onConfirm={async () => {
          await call("files.removeCv");
          changed({ cv: null });
          toast(t("removed"));
        }}
      >
        <p>{t("removeBody")}</p>
      </ConfirmDialog>
    </section>
  );
}
