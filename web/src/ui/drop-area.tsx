import { FileUp } from "lucide-react";
import type { ClipboardEvent, ReactNode } from "react";
import { useFileDrop } from "@/lib/use-file-drop";
import { cn } from "./cn";

/** Lies over what takes a file, while one hangs over it. */
export const DropHere = ({ children, className }: { children: ReactNode; className?: string }) => (
  <p
    className={cn(
      "pointer-events-none absolute inset-0 z-20 grid place-items-center rounded-lg border-2 border-primary border-dashed bg-primary-soft/95 font-medium text-primary-ink",
      className,
    )}
  >
    <span className="inline-flex items-center gap-2">
      <FileUp size={20} strokeWidth={1.75} aria-hidden />
      {children}
    </span>
  </p>
);

type Props = { label: string; onFile: (file: File) => void; className?: string; children: ReactNode };

/** Takes a file that is dropped on it, or pasted while the focus is in it. Everybody else has the button inside. */
export function DropArea({ label, onFile, className, children }: Props) {
  const drop = useFileDrop(onFile);
  const paste = (event: ClipboardEvent) => {
    const file = event.clipboardData.files[0];
    if (!file) return;
    event.preventDefault();
    onFile(file);
  };
  const handlers = { ...drop.handlers, onPaste: paste };
  return (
    <div {...handlers} className={cn("relative", className)}>
      {children}
      {drop.over && <DropHere>{label}</DropHere>}
    </div>
  );
}
