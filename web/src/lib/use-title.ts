import { useEffect } from "react";

let title = "AspireX";
let badge = 0;

function write() {
  document.title = badge > 0 ? `(${badge > 99 ? "99+" : badge}) ${title}` : title;
}

/** Names the page in the tab and, through the shell's live region, for screen readers. */
export function useTitle(page: string | undefined) {
  useEffect(() => {
    if (!page) return;
    title = `${page} · AspireX`;
    write();
  }, [page]);
}

/** A number before every page's title: what waits for the person in this tab. */
export function setTitleBadge(count: number) {
  badge = count;
  write();
}
