import { ImagePlus, SendHorizontal, Smile } from "lucide-react";
import { type KeyboardEvent, useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { limits, type Message, type Quote } from "@/api/contract.gen";
import { imageTypes, type PickedImage, pickImage } from "@/lib/pick-image";
import { useUser } from "@/lib/use-session";
import { IconButton } from "@/ui/button";
import { PicturePreview } from "@/ui/picture-preview";
import { toast } from "@/ui/toast";
import { useTellTyping } from "../api/use-typing";
import { keepDraft, placeOf, readDraft } from "../model/drafts";
import { Above } from "./composer-parts";
import { EmojiPicker } from "./emoji-picker";
import { useOpenConversation, useTalk } from "./talk";

type Props = {
  quote: Quote | null;
  onQuote: (quote: Quote | null) => void;
  /** An own message that is being changed. */
  editing: Message | null;
  onEdited: (text: string | null) => void;
  onSend: (what: { text: string; quote: Quote | null; file: PickedImage | null }) => Promise<void>;
  /** The arrow up in an empty field. */
  onEditLast: () => void;
  /** What was dropped or picked outside. */
  dropped: File | null;
};

const isTouch = () => window.matchMedia("(pointer: coarse)").matches;
const most = limits.SendMessage.text.max;

/** Grows to six lines. Enter sends and Shift+Enter breaks the line; on a phone, Enter breaks it. */
export function Composer({ quote, onQuote, editing, onEdited, onSend, onEditLast, dropped }: Props) {
  const { t } = useTranslation("chat");
  const { t: tUi } = useTranslation("ui");
  const conversation = useOpenConversation();
  const { thread } = useTalk();
  const owner = useUser()?.email ?? "";
  const place = placeOf(conversation.id, thread);
  const field = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(() => readDraft(owner, place).text);
  const [changed, setChanged] = useState("");
  const [file, setFile] = useState<PickedImage | null>(null);
  const tellTyping = useTellTyping(conversation.id);
  const value = editing ? changed : text;
  const left = most - value.length;
  const ready = (value.trim() !== "" || (file !== null && !editing)) && left >= 0;

  // Kept a moment after the last key, and whenever the page goes away.
  const keep = useEffectEvent(() => keepDraft(owner, place, { text, quote }));
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is kept changes with both
  useEffect(() => {
    const timer = setTimeout(keep, 300);
    return () => clearTimeout(timer);
  }, [text, quote]);
  useEffect(() => {
    const leave = () => keep();
    window.addEventListener("pagehide", leave);
    return () => {
      window.removeEventListener("pagehide", leave);
      leave();
    };
  }, []);

  // Who opens a conversation wants to write; on a phone the keyboard would cover what they came to read. After the
  // shell, which moves the focus to the page.
  useEffect(() => {
    if (isTouch()) return;
    const frame = requestAnimationFrame(() => field.current?.focus({ preventScroll: true }));
    return () => cancelAnimationFrame(frame);
  }, []);

  useEffect(() => {
    if (!editing) return;
    setChanged(editing.text);
    field.current?.focus();
  }, [editing]);
  useEffect(() => {
    if (quote) field.current?.focus();
  }, [quote]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the text is what changes the height
  useLayoutEffect(() => {
    const area = field.current;
    if (!area) return;
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight + 2}px`; // and its border
  }, [value]);

  const attach = async (one: File | null | undefined) => {
    if (!one) return;
    const picked = await pickImage(one);
    if ("problem" in picked) return toast.error(tUi(`attachment.problem.${picked.problem}`));
    setFile(picked.file);
    field.current?.focus();
  };
  const attachDropped = useEffectEvent(attach);
  useEffect(() => {
    void attachDropped(dropped);
  }, [dropped]);

  const send = async () => {
    if (!ready) return;
    if (editing) return onEdited(changed.trim());
    const what = { text: text.trim(), quote, file };
    setText("");
    setFile(null);
    onQuote(null);
    keepDraft(owner, place, { text: "", quote: null });
    field.current?.focus();
    try {
      await onSend(what);
    } catch {
      // The device could not keep it: it stays where it was written.
      setText(what.text);
      setFile(what.file);
      onQuote(what.quote);
      toast.error(t("unsent.notKept"));
    }
  };

  const insert = (sign: string) => {
    const area = field.current;
    const [from, to] = [area?.selectionStart ?? value.length, area?.selectionEnd ?? value.length];
    const next = value.slice(0, from) + sign + value.slice(to);
    if (editing) setChanged(next);
    else setText(next);
    requestAnimationFrame(() => {
      area?.focus();
      area?.setSelectionRange(from + sign.length, from + sign.length);
    });
  };

  const onKey = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey && !isTouch()) {
      event.preventDefault();
      void send();
    } else if (event.key === "Escape" && (editing || quote)) {
      event.stopPropagation();
      if (editing) onEdited(null);
      else onQuote(null);
    } else if (event.key === "ArrowUp" && value === "" && !editing) {
      event.preventDefault();
      onEditLast();
    }
  };

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
      className="border-t border-line bg-surface px-2 pt-2 pb-[max(0.5rem,env(safe-area-inset-bottom))] sm:px-4"
    >
      {(editing || quote) && (
        <Above
          title={
            editing
              ? t("composer.editing")
              : t("composer.replying", {
                  name:
                    quote?.sender === conversation.with.account
                      ? conversation.with.name
                      : t("composer.yourself"),
                })
          }
          text={editing ? editing.text : (quote?.text ?? "")}
          close={t("composer.stop")}
          onClose={() => (editing ? onEdited(null) : onQuote(null))}
        />
      )}
      {file && !editing && <PicturePreview file={file} onRemove={() => setFile(null)} />}
      <div className="flex items-end gap-0.5">
        {!editing && (
          <>
            <IconButton label={t("composer.attach")} onClick={() => picker.current?.click()}>
              <ImagePlus size={20} strokeWidth={1.75} aria-hidden />
            </IconButton>
            <input
              ref={picker}
              type="file"
              accept={imageTypes.join(",")}
              tabIndex={-1}
              aria-hidden
              className="hidden"
              onChange={(event) => {
                void attach(event.target.files?.[0]);
                event.target.value = "";
              }}
            />
          </>
        )}
        <textarea
          ref={field}
          value={value}
          rows={1}
          aria-label={t("composer.label", { name: conversation.with.name })}
          placeholder={thread === null ? t("composer.placeholder") : t("composer.placeholderThread")}
          enterKeyHint={isTouch() ? "enter" : "send"}
          onChange={(event) => {
            const next = event.target.value;
            if (editing) return setChanged(next);
            setText(next);
            if (next.trim()) tellTyping();
          }}
          onKeyDown={onKey}
          onPaste={(event) => {
            const pasted = [...event.clipboardData.files][0];
            if (!pasted) return;
            event.preventDefault();
            void attach(pasted);
          }}
          className="max-h-[calc(6*1.625rem+1.25rem)] min-h-11 min-w-0 grow resize-none rounded-md border border-line-strong bg-surface px-3 py-2 text-base focus-visible:border-primary focus-visible:outline-1 focus-visible:outline-offset-0"
        />
        <EmojiPicker
          onPick={insert}
          trigger={
            <IconButton label={t("emoji.title")} className="max-sm:hidden">
              <Smile size={20} strokeWidth={1.75} aria-hidden />
            </IconButton>
          }
        />
        <IconButton
          type="submit"
          label={editing ? t("composer.save") : t("composer.send")}
          disabled={!ready}
          className="bg-primary text-on-primary hover:bg-primary-hover hover:text-on-primary disabled:bg-transparent disabled:text-ink-3"
        >
          <SendHorizontal size={20} strokeWidth={1.75} aria-hidden />
        </IconButton>
      </div>
      {left < 200 && (
        <p
          role="status"
          className={`px-3 pt-1 text-right text-xs ${left < 0 ? "text-danger-ink" : "text-ink-3"}`}
        >
          {left < 0 ? t("composer.tooLong", { count: -left }) : t("composer.left", { count: left })}
        </p>
      )}
    </form>
  );
}
