import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { upload } from "@/api/call";
import { type Crop, moved, nearest, startCrop, zoomed } from "@/lib/crop";
import { errorText } from "@/lib/error-text";
import { drawPart, encodePart, mostPictureBytes, type Picture, readPicture } from "@/lib/picture";
import { Skeleton } from "./bits";
import { Button } from "./button";
import { cn } from "./cn";
import { Dialog } from "./dialog";
import { Field, FieldError, useFieldWiring } from "./field";
import { UploadProgress } from "./upload-progress";

type Props = {
  file: File;
  title: string;
  /** Where it is sent, below the API's root. */
  to: { path: string; method: "PUT" | "POST" };
  /** Width by height, and the width in pixels that is sent. */
  ratio: number;
  width: number;
  round?: boolean;
  onDone: (picture: Picture) => void;
  onClose: () => void;
};

const steps: Record<string, [number, number]> = {
  ArrowLeft: [-0.05, 0],
  ArrowRight: [0.05, 0],
  ArrowUp: [0, -0.05],
  ArrowDown: [0, 0.05],
};

/** Choose the part of a picture, see it as others will, send it. */
export function PictureDialog({ file, title, to, ratio, width, round, onDone, onClose }: Props) {
  const { t } = useTranslation("ui", { keyPrefix: "picture" });
  const [picture, setPicture] = useState<ImageBitmap | null>(null);
  const [crop, setCrop] = useState<Crop>({ zoom: 1, x: 0, y: 0 });
  const [unusable, setUnusable] = useState<"tooLarge" | "unreadable" | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const [part, setPart] = useState<number | null>(null);
  const sending = useRef<AbortController | null>(null);

  useEffect(() => {
    let here = true;
    let read: ImageBitmap | null = null;
    if (file.size > mostPictureBytes) {
      setUnusable("tooLarge");
      return;
    }
    readPicture(file)
      .then((bitmap) => {
        read = bitmap;
        if (!here) return bitmap.close();
        setPicture(bitmap);
        setCrop(startCrop(bitmap));
      })
      .catch(() => here && setUnusable("unreadable"));
    return () => {
      here = false;
      sending.current?.abort();
      read?.close();
    };
  }, [file]);

  const send = async () => {
    if (!picture) return;
    const stop = new AbortController();
    sending.current = stop;
    setRefused(null);
    setPart(0);
    try {
      const blob = await encodePart(picture, crop, width, ratio);
      const done = await upload<Picture>(to.path, {
        file: blob,
        name: "picture",
        method: to.method,
        progress: setPart,
        signal: stop.signal,
      });
      onDone(done);
    } catch (error) {
      if (!stop.signal.aborted) setRefused(errorText(error));
    } finally {
      if (sending.current === stop) setPart(null);
    }
  };

  const problem = unusable ? t(unusable) : refused;
  const cancel = () => {
    if (part === null) return onClose();
    sending.current?.abort();
    setPart(null);
  };

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      description={t("help")}
      footer={
        <>
          <Button variant="secondary" onClick={cancel}>
            {t(part === null ? "cancel" : "stop")}
          </Button>
          <Button busy={part !== null} disabled={!picture} onClick={send}>
            {t("send")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {picture ? (
          <>
            <Frame picture={picture} crop={crop} ratio={ratio} round={round} onChange={setCrop} />
            <Field label={t("zoom")}>
              <Zoom
                value={crop.zoom}
                onChange={(zoom) => setCrop((now) => zoomed(now, picture, ratio, zoom))}
              />
            </Field>
          </>
        ) : (
          !problem && <Skeleton className="h-64 rounded-lg" />
        )}
        {part !== null && <UploadProgress label={t("progress")} part={part} />}
        {problem && (
          <div role="alert">
            <FieldError>{problem}</FieldError>
          </div>
        )}
      </div>
    </Dialog>
  );
}

function Zoom({ value, onChange }: { value: number; onChange: (zoom: number) => void }) {
  return (
    <input
      {...useFieldWiring()}
      type="range"
      min={1}
      max={nearest}
      step={0.05}
      value={value}
      onChange={(event) => onChange(Number(event.target.value))}
      className="h-11 w-full accent-primary"
    />
  );
}

type FrameProps = {
  picture: ImageBitmap;
  crop: Crop;
  ratio: number;
  round?: boolean;
  onChange: (next: (now: Crop) => Crop) => void;
};

/** Dragged with a finger or mouse, moved with the arrows, zoomed with the wheel or + and −. */
function Frame({ picture, crop, ratio, round, onChange }: FrameProps) {
  const { t } = useTranslation("ui", { keyPrefix: "picture" });
  const canvas = useRef<HTMLCanvasElement>(null);
  const small = useRef<HTMLCanvasElement>(null);
  const last = useRef<{ x: number; y: number } | null>(null);

  useEffect(() => {
    for (const one of [canvas.current, small.current]) if (one) drawPart(one, picture, crop);
  }, [picture, crop]);

  // Not as a prop: React's wheel listeners are passive, and the dialog would scroll along.
  useEffect(() => {
    const frame = canvas.current;
    const wheel = (event: WheelEvent) => {
      event.preventDefault();
      onChange((now) => zoomed(now, picture, ratio, now.zoom * (event.deltaY < 0 ? 1.08 : 1 / 1.08)));
    };
    frame?.addEventListener("wheel", wheel, { passive: false });
    return () => frame?.removeEventListener("wheel", wheel);
  }, [picture, ratio, onChange]);

  const drag = (event: PointerEvent<HTMLDivElement>) => {
    if (!last.current) return;
    const box = event.currentTarget.getBoundingClientRect();
    const dx = (event.clientX - last.current.x) / box.width;
    const dy = (event.clientY - last.current.y) / box.height;
    last.current = { x: event.clientX, y: event.clientY };
    onChange((now) => moved(now, picture, ratio, dx, dy));
  };
  const press = (event: KeyboardEvent) => {
    const step = steps[event.key];
    const nearer = event.key === "+" || event.key === "=" ? 1.1 : event.key === "-" ? 1 / 1.1 : null;
    if (!step && !nearer) return;
    event.preventDefault();
    if (step) onChange((now) => moved(now, picture, ratio, step[0], step[1]));
    if (nearer) onChange((now) => zoomed(now, picture, ratio, now.zoom * nearer));
  };

  return (
    <div className="flex flex-wrap items-end justify-center gap-5">
      <div
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrows move the picture
        tabIndex={0}
        aria-label={t("frame")}
        onKeyDown={press}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          last.current = { x: event.clientX, y: event.clientY };
        }}
        onPointerMove={drag}
        onPointerUp={() => {
          last.current = null;
        }}
        onPointerCancel={() => {
          last.current = null;
        }}
        className={cn(
          "cursor-grab touch-none overflow-clip bg-sunken active:cursor-grabbing",
          round ? "w-64 rounded-full" : "w-full rounded-lg",
        )}
      >
        <canvas
          ref={canvas}
          aria-hidden
          width={720}
          height={Math.round(720 / ratio)}
          className="block h-auto w-full"
        />
      </div>
      {round && (
        <figure className="flex flex-col items-center gap-1.5">
          <canvas
            ref={small}
            width={112}
            height={112}
            aria-hidden
            className="size-14 rounded-full bg-sunken"
          />
          <figcaption className="text-xs text-ink-3">{t("preview")}</figcaption>
        </figure>
      )}
    </div>
  );
}
