import { useRef } from "react";
import { newKey } from "@/lib/new-key";

/** One key per thing to be added: a second try of the same submission is the same thing. */
export function useClientKey() {
  const key = useRef<string | null>(null);
  return {
    current: () => {
      key.current ??= newKey();
      return key.current;
    },
    renew: () => {
      key.current = null;
    },
  };
}
