import type { QueryClient } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { call } from "@/api/call";
import type { Message } from "@/api/contract.gen";
import { live } from "@/api/live";
import i18n from "@/lib/i18n";
import { isMuted, isRequest } from "../model/conversation";
import { knownConversation } from "./cache";

/** Notifications of the operating system. Only after the person asked for them with a button. */
export type DesktopState = "unsupported" | "off" | "on" | "denied";

const key = "ax.chat.desktop";
const listeners = new Set<() => void>();
/** The conversation on the screen, if somebody looks at this tab. */
let looksAt: number | null = null;
export const setLooksAt = (conversation: number | null) => {
  looksAt = conversation;
};

function wanted(): boolean {
  try {
    return localStorage.getItem(key) === "on";
  } catch {
    return false;
  }
}

export function desktopState(): DesktopState {
  if (typeof Notification === "undefined") return "unsupported";
  if (Notification.permission === "denied") return "denied";
  return Notification.permission === "granted" && wanted() ? "on" : "off";
}

/** From a click only: browsers refuse to ask otherwise, and people refuse what asks by itself. */
export async function setDesktop(on: boolean) {
  if (on && typeof Notification !== "undefined" && Notification.permission !== "granted")
    await Notification.requestPermission();
  try {
    localStorage.setItem(key, on ? "on" : "off");
  } catch {
    // Storage is blocked: the choice lasts for nothing.
  }
  for (const listener of listeners) listener();
}

export const useDesktop = () =>
  useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, desktopState);

async function show(cache: QueryClient, message: Message, open: (path: string) => void) {
  const conversation =
    knownConversation(cache, message.conversation) ??
    (await call("chat.conversation", { params: { conversation: message.conversation } }));
  if (message.sender !== conversation.with.account) return;
  if (isMuted(conversation, new Date()) || isRequest(conversation) || conversation.blocked) return;
  if (looksAt === message.conversation && document.hasFocus()) return;
  await i18n.loadNamespaces(["chat"]);
  const t = i18n.getFixedT(null, "chat");
  // The tag makes several tabs show one.
  const shown = new Notification(conversation.with.name, {
    body: message.text.slice(0, 160) || t("list.file"),
    tag: `chat ${message.conversation}`,
    icon: "/icon.svg",
  });
  shown.onclick = () => {
    window.focus();
    shown.close();
    open(`/chat/${message.conversation}`);
  };
}

/** Shows what comes in while nobody looks; returns the stop function. */
export const startDesktop = (cache: QueryClient, open: (path: string) => void) =>
  live.on("chat.message", (message) => {
    if (desktopState() !== "on") return;
    show(cache, message, open).catch(() => {
      // Phones allow these to service workers only, and a conversation may be gone by now.
    });
  });
