import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { call } from "@/api/call";
import { limits, type Workspace } from "@/api/contract.gen";
import { Card, Skeleton } from "@/ui/bits";
import { ErrorState } from "@/ui/states";
import { privateNotesQuery, workspaceQuery } from "../queries";
import { NotesEditor } from "./notes-editor";

export function SharedNotes({ workspace }: { workspace: Workspace }) {
  const { t } = useTranslation("workspace");
  const cache = useQueryClient();
  const { with: other, notes } = workspace;
  const query = workspaceQuery(other.id);
  const save = async (text: string, version: number) => {
    const saved = await call("workspace.saveNotes", {
      params: { person: other.id },
      body: { text, version },
    });
    cache.setQueryData(query.queryKey, (known) => known && { ...known, notes: saved });
    return saved;
  };
  return (
    <Card className="flex flex-col gap-4">
      <h2 className="text-lg">{t("notes.title")}</h2>
      <NotesEditor
        notes={notes}
        label={t("notes.label")}
        help={t("notes.help", { name: other.name })}
        max={limits.SaveSharedNotes.text.max}
        save={save}
        newest={async () => (await cache.fetchQuery({ ...query, staleTime: 0 })).notes}
        author={notes.updated_by ? (notes.updated_by === workspace.side ? t("you") : other.name) : undefined}
      />
    </Card>
  );
}

/** A mentor's about a student. */
export function PrivateNotes({ student, name }: { student: string; name: string }) {
  const { t } = useTranslation("workspace");
  const cache = useQueryClient();
  const query = privateNotesQuery(student);
  const notes = useQuery(query);
  if (notes.isPending) return <Skeleton className="h-72 rounded-lg" />;
  if (!notes.data)
    return <ErrorState error={notes.error} onRetry={() => notes.refetch()} busy={notes.isFetching} />;
  const save = async (text: string, version: number) => {
    const saved = await call("workspace.savePrivateNotes", { params: { student }, body: { text, version } });
    cache.setQueryData(query.queryKey, saved);
    return saved;
  };
  return (
    <Card className="flex flex-col gap-4">
      <h2 className="text-lg">{t("private.title")}</h2>
      <NotesEditor
        notes={notes.data}
        label={t("private.label", { name })}
        help={t("private.help", { name })}
        max={limits.SavePrivateNotes.text.max}
        save={save}
        newest={() => cache.fetchQuery({ ...query, staleTime: 0 })}
      />
    </Card>
  );
}
