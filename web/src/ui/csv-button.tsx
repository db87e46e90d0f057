import { useMutation } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { errorText } from "@/lib/error-text";
import { saveCsv } from "@/lib/save-file";
import { Button } from "./button";
import { toast } from "./toast";

type Props = {
  label: string;
  disabled?: boolean;
  /** Asks the server, which has written the table. */
  load: () => Promise<{ name: string; csv: string }>;
};

/** Saves a table on the reader's own machine. */
export function CsvButton({ label, disabled, load }: Props) {
  const file = useMutation({
    mutationFn: load,
    onSuccess: ({ name, csv }) => saveCsv(name, csv),
    onError: (error) => toast.error(errorText(error)),
  });
  return (
    <Button variant="secondary" busy={file.isPending} disabled={disabled} onClick={() => file.mutate()}>
      <Download size={18} strokeWidth={1.75} aria-hidden />
      {label}
    </Button>
  );
}
