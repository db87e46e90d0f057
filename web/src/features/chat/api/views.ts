import { call } from "@/api/call";
import { View } from "../model/view";

/** The conversations that were looked at last, ready to be shown again at once. */
const views = new Map<string, View>();
const keepAtMost = 8;

const keyOf = (conversation: number, thread: number | null) => `${conversation} ${thread ?? ""}`;

export function viewOf(conversation: number, thread: number | null): View {
  const key = keyOf(conversation, thread);
  const view =
    views.get(key) ??
    new View(conversation, thread, (where) =>
      call("chat.messages", {
        params: { conversation },
        query: { ...where, ...(thread !== null && { thread }), limit: 50 },
      }),
    );
  // The one used last is the last to go.
  views.delete(key);
  views.set(key, view);
  for (const old of [...views.keys()].slice(0, -keepAtMost)) views.delete(old);
  return view;
}

export function eachView(conversation: number, tell: (view: View) => void) {
  for (const view of views.values()) if (view.conversation === conversation) tell(view);
}

export function refreshViews() {
  for (const view of views.values()) void view.refresh();
}

export const forgetViews = () => views.clear();
