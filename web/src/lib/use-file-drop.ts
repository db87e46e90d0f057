import { type DragEvent, useState } from "react";

const carriesFiles = (event: DragEvent) => event.dataTransfer.types.includes("Files");

/** For an element that takes a file from outside: its handlers, and whether one hangs over it. Of several the first counts. */
export function useFileDrop(onFile: (file: File) => void) {
  const [depth, setDepth] = useState(0); // entering a child is told before leaving its parent
  return {
    over: depth > 0,
    handlers: {
      onDragEnter: (event: DragEvent) => carriesFiles(event) && setDepth((now) => now + 1),
      onDragLeave: (event: DragEvent) => carriesFiles(event) && setDepth((now) => Math.max(0, now - 1)),
      onDragOver: (event: DragEvent) => carriesFiles(event) && event.preventDefault(),
      onDrop: (event: DragEvent) => {
        if (!carriesFiles(event)) return;
        event.preventDefault();
        setDepth(0);
        const file = event.dataTransfer.files[0];
        if (file) onFile(file);
      },
    },
  };
}
