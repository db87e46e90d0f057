import { useEffect } from "react";

/** Names the page in the tab and, through the shell's live region, for screen readers. */
export function useTitle(title: string | undefined) {
  useEffect(() => {
    if (title) document.title = `${title} · AspireX`;
  }, [title]);
}
