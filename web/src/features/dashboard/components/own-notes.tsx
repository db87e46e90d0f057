import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Pencil, Trash2 } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "@/api/call";
import { limits, type OwnNotes as Notes, type OwnNote } from "@/api/contract.gen";
import { errorText } from "@/lib/error-text";
import { formatDay } from "@/lib/format";
import { newKey } from "@/lib/new-key";
import { useViewerZone } from "@/lib/preferences";
import { useAppForm } from "@/lib/use-app-form";
import { z } from "@/lib/zod";
import { Skeleton } from "@/ui/bits";
import { Button, IconButton } from "@/ui/button";
import { Field, Textarea } from "@/ui/field";
import { LinkedText } from "@/ui/linked-text";
import { ErrorState, FormSummary } from "@/ui/states";
import { toast } from "@/ui/toast";
import { ownNotesQuery } from "../queries";

/** What somebody keeps for themselves; the same on all their devices. */
export function OwnNotes() {
  const { t } = useTranslation("dashboard");
  const notes = useQuery(ownNotesQuery);
  const key = useRef<string | null>(null);
  const keep = useKeepNotes();
  const add = async (text: string) => {
    key.current ??= newKey(); // a second try is the same note
    keep(await call("workspace.addOwnNote", { body: { text, client_key: key.current } }));
    key.current = null;
  };
  return (
    <section aria-labelledby="own-notes">
      <h2 id="own-notes" className="text-xl">
        {t("notes.title")}
      </h2>
      <p className="mt-1 mb-4 text-sm text-ink-2">{t("notes.lead")}</p>
      <div className="flex flex-col gap-4">
        <NoteForm label={t("notes.add")} submit={t("notes.keep")} text="" save={add} />
        {notes.isPending ? (
          <Skeleton className="h-16 rounded-lg" />
        ) : !notes.data ? (
          <ErrorState error={notes.error} onRetry={() => notes.refetch()} busy={notes.isFetching} />
        ) : (
          notes.data.items.length > 0 && (
            <ul aria-label={t("notes.title")} className="divide-y divide-line border-y border-line">
              {notes.data.items.map((note) => (
                <li key={note.id}>
                  <Note note={note} />
                </li>
              ))}
            </ul>
          )
        )}
      </div>
    </section>
  );
}

function useKeepNotes() {
  const cache = useQueryClient();
  return (notes: Notes) => cache.setQueryData(ownNotesQuery.queryKey, notes);
}

function Note({ note }: { note: OwnNote }) {
  const { t } = useTranslation("dashboard");
  const [zone] = useViewerZone();
  const [changing, setChanging] = useState(false);
  const keep = useKeepNotes();
  const params = { note: note.id };
  const change = async (text: string) => {
    keep(await call("workspace.changeOwnNote", { params, body: { text } }));
    setChanging(false);
  };
  const failed = (error: unknown) => toast.error(errorText(error));
  const remove = () =>
    call("workspace.removeOwnNote", { params }).then((left) => {
      const client_key = newKey(); // pressing twice brings one back
      const undo = () =>
        call("workspace.addOwnNote", { body: { text: note.text, client_key } }).then(keep, failed);
      keep(left);
      toast(t("notes.removed"), { label: t("notes.undo"), run: () => void undo() });
    }, failed);
  if (changing)
    return (
      <div className="py-3">
        <NoteForm
          label={t("notes.change")}
          submit={t("notes.save")}
          text={note.text}
          save={change}
          onCancel={() => setChanging(false)}
        />
      </div>
    );
  return (
    <div className="flex items-start gap-1 py-2">
      <div className="min-w-0 grow py-2">
        <p className="break-words whitespace-pre-line">
          <LinkedText text={note.text} />
        </p>
        <time dateTime={note.updated_at} className="text-xs text-ink-3">
          {formatDay(note.updated_at, zone)}
        </time>
      </div>
      <IconButton label={t("notes.change")} onClick={() => setChanging(true)}>
        <Pencil size={18} strokeWidth={1.75} aria-hidden />
      </IconButton>
      <IconButton label={t("notes.remove")} className="-mr-2" onClick={remove}>
        <Trash2 size={18} strokeWidth={1.75} aria-hidden />
      </IconButton>
    </div>
  );
}

const schema = z.object({
  text: z.string().check(z.trim(), z.minLength(1), z.maxLength(limits.AddOwnNote.text.max)),
});

type FormProps = {
  label: string;
  submit: string;
  text: string;
  save: (text: string) => Promise<void>;
  onCancel?: () => void;
};

function NoteForm({ label, submit, text, save, onCancel }: FormProps) {
  const { t } = useTranslation("dashboard");
  const form = useAppForm(schema, { text });
  const send = form.submit(async (fields) => {
    await save(fields.text);
    form.reset({ text: "" });
  });
  return (
    <form onSubmit={send} noValidate className="flex flex-col gap-3">
      <FormSummary problem={form.problem} />
      <Field label={label} error={form.errorOf("text")}>
        <Textarea rows={2} maxLength={limits.AddOwnNote.text.max} {...form.register("text")} />
      </Field>
      <div className="flex gap-2">
        <Button type="submit" variant="secondary" size="sm" busy={form.busy}>
          {submit}
        </Button>
        {onCancel && (
          <Button variant="ghost" size="sm" onClick={onCancel}>
            {t("notes.cancel")}
          </Button>
        )}
      </div>
    </form>
  );
}
