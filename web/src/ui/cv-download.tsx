import { queryOptions, useQuery } from "@tanstack/react-query";
import { FileText } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "@/api/call";
import { errorText } from "@/lib/error-text";
import { saveFrom } from "@/lib/save-file";
import { Button } from "./button";
import { toast } from "./toast";

const cvOfQuery = (person: string) =>
  queryOptions({
    queryKey: ["files", "cvOf", person],
    queryFn: ({ signal }) => call("files.cvOf", { params: { person } }, signal),
    retry: false,
  });

export function CvDownload({ person, label }: { person: string; label: string }) {
  const [busy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    await call("files.cvLink", { params: { person } }).then(
      ({ url }) => saveFrom(url),
      (error) => toast.error(errorText(error)),
    );
    setBusy(false);
  };
  return (
    <Button variant="secondary" size="sm" busy={busy} onClick={run}>
      <FileText size={16} strokeWidth={1.75} aria-hidden />
      {label}
    </Button>
  );
}

/** Somebody's CV, for who has a session with them; nothing while there is none. */
export function CvOf({ person, name }: { person: string; name: string }) {
  const { t } = useTranslation("ui", { keyPrefix: "cv" });
  const { data } = useQuery(cvOfQuery(person));
  if (!data?.cv) return null;
  return <CvDownload person={person} label={t("of", { name: name.split(" ")[0] })} />;
}
