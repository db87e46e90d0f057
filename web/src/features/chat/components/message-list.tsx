import { type ReactNode, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { dateKey } from "@/lib/format";
import { useViewerZone } from "@/lib/preferences";
import { useAnchoredScroll } from "../api/use-anchored-scroll";
import { useMarkRead } from "../api/use-mark-read";
import { isRequest } from "../model/conversation";
import type { Unsent } from "../model/outbox";
import { rowsOf } from "../model/rows";
import { readThrough } from "../model/timeline";
import type { View, ViewState } from "../model/view";
import { JumpPill } from "./jump-pill";
import { Line } from "./lines";
import { lastSeen, walk } from "./log-keys";
import { useOpenConversation, useTalk } from "./talk";

type Props = {
  view: View;
  state: ViewState;
  unsent: Unsent[];
  /** The cursor when the conversation was opened; null where nothing was unread. */
  unreadAfter: number | null;
  /** The number to show, and how often it was asked for. */
  target: { seq: number; count: number } | null;
  /** Goes up when the viewer sends: then the newest is where they want to be. */
  sent: number;
  typing: boolean;
  intro: ReactNode;
};

/** Calendar days cost a walk through the rules of a zone, and every message is asked for its day at every change. */
function remembered(compute: (at: string) => string): (at: string) => string {
  const known = new Map<string, string>();
  return (at) => {
    const found = known.get(at) ?? compute(at);
    known.set(at, found);
    return found;
  };
}

/** The messages. One stop of the Tab key; arrows move from message to message inside. */
export function MessageList({ view, state, unsent, unreadAfter, target, sent, typing, intro }: Props) {
  const { t } = useTranslation("chat");
  const talk = useTalk();
  const { thread } = talk;
  const conversation = useOpenConversation();
  const [zone] = useViewerZone();
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<string | null>(null);
  const { timeline } = state;
  const messages = useMemo(
    () => (thread === null ? timeline.items.filter((message) => message.thread === null) : timeline.items),
    [timeline.items, thread],
  );
  const dayOf = useMemo(() => remembered((at) => dateKey(at, zone)), [zone]);
  const rows = useMemo(
    () =>
      rowsOf({
        messages,
        unsent: timeline.newer ? [] : unsent,
        other: conversation.with.account,
        unreadAfter,
        dayOf,
      }),
    [messages, timeline.newer, unsent, conversation.with.account, unreadAfter, dayOf],
  );
  const see = useMarkRead({
    conversation: conversation.id,
    thread,
    read: thread === null ? conversation.read_up_to : state.readUpTo,
  });

  const scroll = useAnchoredScroll({
    scroller,
    content,
    complete: !timeline.newer,
    onNearTop: () => void view.older(),
    onNearEnd: () => void view.newer(),
    onLook: () => {
      // A stranger learns nothing before they are accepted.
      if (isRequest(conversation)) return;
      const last = lastSeen(scroller.current);
      // Threads have cursors of their own; in the main line, replies in threads are passed over.
      if (last) see(thread === null ? readThrough(timeline.items, last) : last);
    },
  });

  // Where to begin: at what is asked for, at the first unread, else at the end.
  const placed = useRef(false);
  const answered = useRef(0);
  const [lit, setLit] = useState<number | null>(null);
  const targetRow = rows.find((row) => row.kind === "message" && row.message.seq === target?.seq);
  useLayoutEffect(() => {
    if (state.status !== "ready") return;
    if (target && answered.current < target.count) {
      if (targetRow && scroll.toRow(targetRow.key, 0.35)) {
        answered.current = target.count;
        placed.current = true;
        setLit(target.seq);
      }
      return;
    }
    if (!placed.current) {
      placed.current = true;
      if (!scroll.toRow("unread", 0.25)) scroll.toEnd();
    }
    scroll.settle();
  });

  useEffect(() => {
    if (lit === null) return;
    const timer = setTimeout(() => setLit(null), 3_000);
    return () => clearTimeout(timer);
  }, [lit]);

  const jump = async () => {
    await view.newest();
    scroll.toEnd();
  };
  const before = useRef(sent);
  useEffect(() => {
    if (before.current === sent) return;
    before.current = sent;
    void view.newest().then(() => scroll.toEnd());
  });

  /** For fingers, a message is its own button. */
  const openMenu = (target: HTMLElement) => {
    if (!window.matchMedia("(pointer: coarse)").matches || target.closest("a, button")) return;
    const id = Number(target.closest<HTMLElement>("[data-message]")?.dataset.message);
    const message = messages.find((one) => one.id === id);
    if (message && !message.deleted) talk.ask({ kind: "menu", message });
  };
  // While a menu of a message is open, that message keeps it, wherever the mouse goes.
  const activate = (target: EventTarget | null) => {
    const box = scroller.current;
    if (!box || box.querySelector("[aria-expanded=true]")) return;
    const row =
      target instanceof Element && box.contains(target) ? target.closest<HTMLElement>("[data-row]") : null;
    setActive(row?.dataset.row ?? null);
  };

  return (
    <div className="relative flex min-h-0 grow flex-col">
      <div
        ref={scroller}
        role="log"
        aria-label={t("log.label", { name: conversation.with.name })}
        // What comes in is told by a line of its own (Announcer): this one would read out loaded history as well.
        aria-live="off"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable with the keyboard
        tabIndex={0}
        onKeyDown={walk}
        onFocus={(event) => activate(event.target)}
        onBlur={(event) => activate(event.relatedTarget)}
        onPointerOver={(event) => event.pointerType === "mouse" && activate(event.target)}
        onPointerLeave={() => activate(null)}
        onClick={(event) => openMenu(event.target as HTMLElement)}
        className="min-h-0 grow overflow-y-auto overscroll-contain [overflow-anchor:none] outline-offset-[-2px]"
      >
        <div ref={content} className="flex min-h-full flex-col justify-end pb-3">
          {timeline.older ? <p className="py-4 text-center text-sm text-ink-3">{t("log.older")}</p> : intro}
          {rows.map((row) => (
            <Line
              key={row.key}
              row={row}
              zone={zone}
              state={state}
              active={active === row.key}
              lit={row.kind === "message" && row.message.seq === lit}
            />
          ))}
          {typing && (
            <p data-row="typing" className="flex items-center gap-2 px-4 pt-3 text-sm text-ink-3 sm:px-6">
              <span aria-hidden className="flex gap-1 rounded-full border border-line bg-surface px-3 py-2.5">
                <i className="size-1.5 animate-breathe rounded-full bg-ink-3" />
                <i className="size-1.5 animate-breathe rounded-full bg-ink-3 [animation-delay:200ms]" />
                <i className="size-1.5 animate-breathe rounded-full bg-ink-3 [animation-delay:400ms]" />
              </span>
              {t("typing", { name: conversation.with.name.split(" ")[0] })}
            </p>
          )}
        </div>
      </div>
      {scroll.away && <JumpPill unread={thread === null ? conversation.unread : 0} onJump={jump} />}
    </div>
  );
}
