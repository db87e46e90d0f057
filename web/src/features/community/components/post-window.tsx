import { useWindowVirtualizer, type VirtualItem } from "@tanstack/react-virtual";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "react-router";
import type { Post } from "@/api/contract.gen";
import { PostCard } from "./post-card";

/** How far somebody was, and how high each card was there, by the entry of the browser's history. */
type Place = { offset: number; heights: VirtualItem[] };
const places = new Map<string, Place>();
const mostPlaces = 20;

function keepPlace(key: string, place: Place) {
  places.delete(key);
  places.set(key, place);
  const [oldest] = places.keys();
  if (places.size > mostPlaces && oldest !== undefined) places.delete(oldest);
}

/** Posts that are asked for before the last one comes into view. */
const ahead = 6;
/** Of a card nobody has seen yet. */
const likelyHeight = 280;

/** Only what is near the window is in the page, however many posts there are; coming back is coming back. */
export function PostWindow({ posts, more, onMore }: { posts: Post[]; more: boolean; onMore: () => void }) {
  const { t } = useTranslation("community");
  const { key } = useLocation();
  // The entry that this list was opened with: leaving changes the location before the list is gone.
  const [entry] = useState(key);
  const [before] = useState(() => places.get(entry));
  const list = useRef<HTMLUListElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const box = list.current?.getBoundingClientRect();
    if (box) setTop(box.top + window.scrollY);
  }, []);
  const virtualizer = useWindowVirtualizer({
    count: posts.length,
    estimateSize: () => likelyHeight,
    getItemKey: (index) => posts[index]?.id ?? index,
    overscan: 4,
    useFlushSync: false, // a frame later is early enough, and does not hold up the first one
    scrollMargin: top,
    // So that the first cards are drawn in slices with the page, and not at one go once the list is measured.
    initialRect: { width: window.innerWidth, height: window.innerHeight },
    initialOffset: before?.offset ?? (() => window.scrollY),
    initialMeasurementsCache: before?.heights,
  });
  useLayoutEffect(
    () => () =>
      keepPlace(entry, { offset: virtualizer.scrollOffset ?? 0, heights: virtualizer.measurementsCache }),
    [entry, virtualizer],
  );
  const shown = virtualizer.getVirtualItems();
  const end = (shown.at(-1)?.index ?? 0) >= posts.length - ahead;
  useEffect(() => {
    if (more && end && shown.length > 0) onMore();
  }, [more, end, shown.length, onMore]);

  return (
    <ul
      ref={list}
      aria-label={t("posts")}
      className="relative border-b border-line"
      style={{ height: virtualizer.getTotalSize() }}
    >
      {shown.map(({ index, start }) => {
        const post = posts[index];
        if (!post) return null;
        return (
          <li
            key={post.id}
            ref={virtualizer.measureElement}
            data-index={index}
            aria-setsize={more ? -1 : posts.length}
            aria-posinset={index + 1}
            className="absolute inset-x-0 top-0 border-t border-line first:border-t-0"
            style={{ transform: `translateY(${start - virtualizer.options.scrollMargin}px)` }}
          >
            <PostCard post={post} />
          </li>
        );
      })}
    </ul>
  );
}
