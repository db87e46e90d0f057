import { RotateCw, Trash2, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { reasonText } from "@/lib/error-text";
import { formatTime } from "@/lib/format";
import { usePreference, useViewerZone } from "@/lib/preferences";
import { useObjectUrl } from "@/lib/use-blob";
import { roomFor } from "@/ui/attachment";
import { cn } from "@/ui/cn";
import { useProgress } from "../api/outbox";
import type { Unsent } from "../model/outbox";
import { DeliveryMark } from "./marks";
import { Bubble, Quoted } from "./message-row";
import { MessageText } from "./message-text";
import { useTalk } from "./talk";

/** What is on its way, waits for the network, or was refused. */
export function UnsentRow({ unsent, starts, ends }: { unsent: Unsent; starts: boolean; ends: boolean }) {
  const { t } = useTranslation("chat");
  const talk = useTalk();
  const [zone] = useViewerZone();
  const [hours] = usePreference("hours");
  const time = formatTime(unsent.at, zone, hours);
  const refused = unsent.refused !== null;
  const link = "inline-flex min-h-8 items-center gap-1 font-medium hover:underline pointer-coarse:min-h-11";
  return (
    <article
      data-row={unsent.key}
      aria-label={t("message.label", { name: t("you"), time })}
      tabIndex={-1}
      className={cn("flex justify-end px-4 outline-none sm:px-6", starts ? "pt-3" : "pt-0.5")}
    >
      <div className="flex max-w-[min(85%,34rem)] min-w-0 flex-col items-end">
        <Bubble own starts={starts} ends={ends}>
          {unsent.quote && <Quoted quote={unsent.quote} />}
          {unsent.file && <Sending unsent={unsent} />}
          {unsent.text && <MessageText text={unsent.text} />}
        </Bubble>
        {refused ? (
          <div className="mt-1 flex flex-wrap items-center justify-end gap-x-3 px-1 text-sm text-danger-ink">
            <span className="inline-flex items-center gap-1">
              <DeliveryMark mark="failed" />
              {reasonText(unsent.refused ?? "")}
            </span>
            <button type="button" className={link} onClick={() => talk.outbox?.retry(unsent.key)}>
              <RotateCw size={14} strokeWidth={2} aria-hidden />
              {t("unsent.retry")}
            </button>
            <button type="button" className={link} onClick={() => talk.outbox?.discard(unsent.key)}>
              <Trash2 size={14} strokeWidth={2} aria-hidden />
              {t("unsent.discard")}
            </button>
          </div>
        ) : (
          ends && (
            <p className="tabular mt-1 flex items-center gap-1 px-1 text-xs text-ink-3">
              <time dateTime={unsent.at}>{time}</time>
              <DeliveryMark mark="sending" />
            </p>
          )
        )}
      </div>
    </article>
  );
}

function Sending({ unsent }: { unsent: Unsent }) {
  const { t } = useTranslation("ui", { keyPrefix: "attachment" });
  const { outbox } = useTalk();
  const { file } = unsent;
  const url = useObjectUrl(file?.bytes ?? null);
  const part = useProgress(outbox, unsent.key);
  if (!file) return null;
  return (
    <div
      className="relative my-0.5 overflow-hidden rounded-md bg-sunken"
      style={roomFor(file.width, file.height)}
    >
      {url && <img src={url} alt={file.name} className="size-full object-cover opacity-70" />}
      {unsent.refused === null && (
        <div className="absolute inset-x-0 bottom-0 flex items-center gap-2 bg-raised/90 p-1.5 pl-3">
          <progress
            value={part ?? 0}
            max={1}
            aria-label={t("sending", { name: file.name })}
            className="h-1.5 min-w-0 grow"
          />
          <button
            type="button"
            aria-label={t("stop")}
            title={t("stop")}
            onClick={() => outbox?.discard(unsent.key)}
            className="grid size-8 place-items-center rounded-full hover:bg-hover pointer-coarse:size-10"
          >
            <X size={16} strokeWidth={2} aria-hidden />
          </button>
        </div>
      )}
    </div>
  );
}
