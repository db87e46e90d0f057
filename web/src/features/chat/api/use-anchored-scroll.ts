import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";

/**
 * A list that grows at both ends without moving under the reader. At its end it follows what comes in; elsewhere the
 * row that is read stays where it is, whatever is added, cut or loaded above it. Rows carry `data-row`, their key.
 */
type Wanted = {
  scroller: RefObject<HTMLElement | null>;
  content: RefObject<HTMLElement | null>;
  /** The end of the list is the newest there is. */
  complete: boolean;
  onNearTop: () => void;
  onNearEnd: () => void;
  /** After every movement and every change. */
  onLook: () => void;
};

const near = 800;
const atEnd = 40;
/** Enough rows to find one again when some of them are cut away. */
const anchors = 30;

/** The index of the first row that ends below a height; rows stand one below the other. */
function firstBelow(rows: HTMLElement[], height: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle]?.getBoundingClientRect().bottom ?? 0) > height) high = middle;
    else low = middle + 1;
  }
  return low;
}

export function useAnchoredScroll(wanted: Wanted) {
  const { scroller, content } = wanted;
  const latest = useRef(wanted);
  const kept = useRef<{ key: string; top: number }[]>([]);
  const follows = useRef(false);
  const [away, setAway] = useState(false);

  const rows = () => [...(content.current?.querySelectorAll<HTMLElement>("[data-row]") ?? [])];

  const remember = () => {
    const box = scroller.current;
    if (!box) return;
    const top = box.getBoundingClientRect().top;
    const left = box.scrollHeight - box.scrollTop - box.clientHeight;
    follows.current = left < atEnd && latest.current.complete;
    setAway(!latest.current.complete || left > box.clientHeight / 2);
    const all = rows();
    const first = firstBelow(all, top);
    kept.current = all
      .slice(first, first + anchors)
      .map((row) => ({ key: row.dataset.row ?? "", top: row.getBoundingClientRect().top - top }));
  };

  const look = () => {
    const box = scroller.current;
    if (!box) return;
    remember();
    if (box.scrollTop < near) latest.current.onNearTop();
    if (box.scrollHeight - box.scrollTop - box.clientHeight < near) latest.current.onNearEnd();
    latest.current.onLook();
  };

  const settle = () => {
    const box = scroller.current;
    if (!box) return;
    if (follows.current && latest.current.complete) box.scrollTop = box.scrollHeight;
    else {
      const top = box.getBoundingClientRect().top;
      for (const { key, top: before } of kept.current) {
        const row = content.current?.querySelector(`[data-row="${CSS.escape(key)}"]`);
        if (!row) continue;
        box.scrollTop += row.getBoundingClientRect().top - top - before;
        break;
      }
    }
    look();
  };

  useLayoutEffect(() => {
    latest.current = wanted;
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: set up once; everything it needs is read through refs
  useEffect(() => {
    const box = scroller.current;
    const inside = content.current;
    if (!box || !inside) return;
    const resized = new ResizeObserver(settle);
    resized.observe(inside);
    resized.observe(box);
    box.addEventListener("scroll", look, { passive: true });
    return () => {
      resized.disconnect();
      box.removeEventListener("scroll", look);
    };
  }, []);

  return {
    /** Whether the reader is away from the newest. */
    away,
    settle,
    toEnd() {
      const box = scroller.current;
      if (!box) return;
      follows.current = true;
      box.scrollTop = box.scrollHeight;
    },
    /** Puts a row at a part of the height: 0 at the top, 0.5 in the middle. False if it is not there. */
    toRow(key: string, part: number): boolean {
      const box = scroller.current;
      const row = content.current?.querySelector(`[data-row="${CSS.escape(key)}"]`);
      if (!box || !row) return false;
      follows.current = false;
      const { top } = row.getBoundingClientRect();
      box.scrollTop += top - box.getBoundingClientRect().top - box.clientHeight * part;
      remember();
      return true;
    },
  };
}
