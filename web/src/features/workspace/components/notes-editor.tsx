import { useEffect, useEffectEvent, useReducer, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { VersionedNotes } from "@/api/contract.gen";
import { errorText } from "@/lib/error-text";
import { formatDateTime } from "@/lib/format";
import { usePreference, useViewerZone } from "@/lib/preferences";
import { Button } from "@/ui/button";
import { Field, Textarea } from "@/ui/field";
import { Notice } from "@/ui/states";
import { canSave, type Draft, draftOf, isDirty, step } from "../model/draft";
import { isChanged, type Store, useSaveWhenLeft } from "./use-save-when-left";

type Props = Store & {
  /** The newest that the server told. */
  notes: VersionedNotes;
  label: string;
  help: string;
  max: number;
  /** Who wrote last, for the line below; empty: nobody has to be named. */
  author?: string;
};

const pause = 1200;

/** A text that saves itself after a pause, when it is left and when the page is. */
export function NotesEditor({ notes, label, help, max, save, newest, author }: Props) {
  const [draft, tell] = useReducer(step, notes, draftOf);
  const [saving, setSaving] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  useEffect(() => tell({ type: "arrived", notes }), [notes]);

  const running = useRef<Promise<VersionedNotes | null> | null>(null);
  const send = async (text: string, version: number) => {
    try {
      const saved = await save(text, version);
      tell({ type: "saved", notes: saved });
      return saved;
    } catch (error) {
      if (!isChanged(error)) setProblem(errorText(error));
      // Somebody else saved: what they wrote is shown beside what was typed.
      else
        await newest().then(
          (theirs) => tell({ type: "arrived", notes: theirs }),
          (reason) => setProblem(errorText(reason)),
        );
      return null;
    }
  };
  const store = async () => {
    if (running.current || !canSave(draft)) return;
    setSaving(true);
    setProblem(null);
    tell({ type: "sent", text: draft.text });
    running.current = send(draft.text, draft.base.version);
    await running.current;
    running.current = null;
    setSaving(false);
  };
  const storeInTime = useEffectEvent(store);

  // A failure waits for the next key or for the button: no hammering.
  useEffect(() => {
    if (saving || problem || !canSave(draft)) return;
    const timer = setTimeout(() => void storeInTime(), pause);
    return () => clearTimeout(timer);
  }, [draft, saving, problem]);

  useSaveWhenLeft(draft, { save, newest }, running);

  return (
    <div className="flex flex-col gap-3">
      <Field label={label} help={help}>
        <Textarea
          rows={8}
          maxLength={max}
          value={draft.text}
          onChange={(event) => {
            setProblem(null);
            tell({ type: "typed", text: event.target.value });
          }}
          onBlur={() => void store()}
        />
      </Field>
      {draft.theirs && (
        <Conflict
          theirs={draft.theirs}
          onKeep={(keep) => {
            setProblem(null);
            tell({ type: "resolved", keep });
          }}
        />
      )}
      <SaveState
        draft={draft}
        saving={saving}
        problem={draft.theirs ? null : problem}
        author={author}
        onRetry={() => void store()}
      />
    </div>
  );
}

function Conflict({
  theirs,
  onKeep,
}: {
  theirs: VersionedNotes;
  onKeep: (keep: "theirs" | "mine" | "both") => void;
}) {
  const { t } = useTranslation("workspace");
  return (
    <div role="alert">
      <Notice tone="warning">
        <p className="font-medium">{t("notes.conflict")}</p>
        <p className="mt-1">{t("notes.conflictHelp")}</p>
        <blockquote className="mt-3 max-h-60 overflow-y-auto border-l-2 border-current pl-3 break-words whitespace-pre-line">
          {theirs.text || t("notes.theirsEmpty")}
        </blockquote>
        <div className="mt-3 flex flex-wrap gap-2">
          <Button size="sm" onClick={() => onKeep("both")}>
            {t("notes.keepBoth")}
          </Button>
          <Button size="sm" variant="secondary" onClick={() => onKeep("theirs")}>
            {t("notes.keepTheirs")}
          </Button>
          <Button size="sm" variant="secondary" onClick={() => onKeep("mine")}>
            {t("notes.keepMine")}
          </Button>
        </div>
      </Notice>
    </div>
  );
}

type StateProps = {
  draft: Draft;
  saving: boolean;
  problem: string | null;
  author?: string;
  onRetry: () => void;
};

function SaveState({ draft, saving, problem, author, onRetry }: StateProps) {
  const { t } = useTranslation("workspace");
  const [zone] = useViewerZone();
  const [hours] = usePreference("hours");
  const { base } = draft;
  if (problem)
    return (
      <div role="alert" className="flex flex-wrap items-center gap-3 text-sm">
        <p className="text-danger-ink">{t("notes.unsaved", { problem })}</p>
        <Button size="sm" variant="secondary" onClick={onRetry}>
          {t("notes.retry")}
        </Button>
      </div>
    );
  const when = base.updated_at && formatDateTime(base.updated_at, zone, hours);
  return (
    <p role="status" className="text-sm text-ink-3">
      {saving
        ? t("notes.saving")
        : isDirty(draft)
          ? t("notes.dirty")
          : when
            ? author
              ? t("notes.savedBy", { when, name: author })
              : t("notes.saved", { when })
            : t("notes.empty")}
    </p>
  );
}
