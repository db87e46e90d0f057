import { type ReactNode, useRef } from "react";
import { Button } from "./button";

type Props = {
  accept: string;
  variant?: "primary" | "secondary";
  size?: "sm" | "md";
  busy?: boolean;
  disabled?: boolean;
  onFile: (file: File) => void;
  children: ReactNode;
};

/** Opens the device's own chooser. The same file can be chosen again. */
export function FileButton({
  accept,
  variant = "secondary",
  size = "sm",
  onFile,
  children,
  ...state
}: Props) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        accept={accept}
        tabIndex={-1}
        aria-hidden
        className="hidden"
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = "";
          if (file) onFile(file);
        }}
      />
      <Button variant={variant} size={size} {...state} onClick={() => input.current?.click()}>
        {children}
      </Button>
    </>
  );
}
