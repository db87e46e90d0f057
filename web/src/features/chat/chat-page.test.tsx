import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { createMemoryRouter, RouterProvider } from "react-router";
import { beforeEach, expect, it } from "vitest";
import type { Conversation, Message } from "@/api/contract.gen";
import { session } from "@/api/session";
import i18n from "@/lib/i18n";
import { createQueryClient } from "@/lib/query-client";
import { type Answer, problem, signedIn, startTestServer } from "@/lib/test-server";
import { outboxOf } from "./api/outbox";
import { forgetViews } from "./api/views";
import { ChatPage } from "./chat-page";
import { aConversation, aMessage, aPage } from "./test-data";

beforeEach(async () => {
  forgetViews();
  session.end();
  session.start(signedIn("token", 900));
  await i18n.loadNamespaces(["chat"]);
});

type Sent = { text: string; client_key: string; reply_to?: number };

/** A conversation with Asha, and one with Ravi that is pinned; what is sent is stored, unless `send` says otherwise. */
async function open(
  at: string,
  change: Partial<Conversation> = {},
  send?: (body: Sent) => Answer | undefined,
) {
  const asha = aConversation(change);
  const ravi = aConversation({
    id: 8,
    with: { ...asha.with, account: 3, id: "M000002", name: "Ravi Kumar" },
    pinned: true,
    updated_at: "2026-11-20T09:00:00Z",
    last_message: aMessage(1, { conversation: 8, sender: 3, text: "See you" }),
    unread: 2,
  });
  const messages: Message[] = aPage(1, 3).items;
  const stored = (body: Sent): Answer => {
    const message = aMessage(messages.length + 1, {
      ...body,
      sender: 1,
      reply_to: null,
      sent_at: new Date().toISOString(),
    });
    if (!messages.some(({ client_key }) => client_key === body.client_key)) messages.push(message);
    return { status: 201, body: message };
  };
  const server = await startTestServer({
    "GET /chat/conversations/": ({ query }) => ({
      body: {
        items: query.get("box") === asha.box ? [asha, ravi] : [ravi],
        next: null,
        requests: 0,
        unread: 1,
      },
    }),
    "GET /chat/summary/": () => ({ body: { unread: 1, requests: asha.box === "requests" ? 1 : 0 } }),
    "GET /chat/conversations/7/": () => ({ body: asha }),
    "GET /chat/conversations/7/messages/": () => ({ body: { ...aPage(1, 3), items: messages } }),
    "POST /chat/conversations/7/messages/": ({ body }) => send?.(body as Sent) ?? stored(body as Sent),
    "POST /chat/conversations/7/read/": () => ({
      body: { conversation: 7, account: 1, up_to: 3, unread: 0, thread: null },
    }),
    "POST /chat/conversations/7/accept/": () => ({ body: { ...asha, box: "inbox" } }),
    "POST /chat/messages/1003/reactions/": () => ({
      body: aMessage(3, { reactions: [{ emoji: "🎉", accounts: [1] }] }),
    }),
    "POST /chat/conversations/": ({ body }) =>
      (body as { with: string }).with === "M000001" ? { body: asha } : problem(403, "chat.not_reachable"),
    "GET /chat/search/": () => ({
      body: { items: [{ message: aMessage(2, { text: "the resume I sent" }), with: asha.with }], next: null },
    }),
  });
  const page = { element: <ChatPage aside={() => null} /> };
  const router = createMemoryRouter(
    [
      { path: "/chat", ...page },
      { path: "/chat/:conversation", ...page },
    ],
    { initialEntries: [at] },
  );
  const cache = createQueryClient();
  render(
    <QueryClientProvider client={cache}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
  return { server, router, cache, messages };
}

const log = () => screen.findByRole("log", { name: "Messages with Asha Menon" });

it("lists conversations, pinned first, with their last words and what is unread", async () => {
  await open("/chat");
  const list = await screen.findByRole("list", { name: "Conversations" });
  const lines = within(list).getAllByRole("link");
  expect(lines[0]).toHaveTextContent("Ravi Kumar");
  expect(lines[0]).toHaveTextContent("2 unread messages");
  expect(lines[1]).toHaveTextContent("message 3");
  lines[0]?.focus();
  await userEvent.keyboard("{ArrowDown}");
  expect(lines[1]).toHaveFocus();
});

it("sends what is written with Enter, once, and shows it as sent", async () => {
  const { server, messages } = await open("/chat/7");
  await userEvent.type(
    await screen.findByLabelText("Message to Asha Menon"),
    "Hello{Shift>}{Enter}{/Shift}there{Enter}",
  );
  await waitFor(() => expect(messages).toHaveLength(4));
  expect(messages[3]?.text).toBe("Hello\nthere");
  expect(messages[3]?.client_key).toMatch(/^[0-9a-f]{32}$/);
  // What is on its way stands in a row of its own, which goes when the message is there.
  const sent = await within(await log()).findByRole("img", { name: "Sent" });
  expect(sent.closest("article")).toHaveTextContent(/Hello\s+there/);
  expect(screen.getByLabelText("Message to Asha Menon")).toHaveValue("");
  expect(server.count("POST /chat/conversations/7/messages/")).toBe(1);
});

it("keeps a refused message with its reason, and sends it when asked again", async () => {
  let refuse = true;
  const { messages } = await open("/chat/7", {}, () =>
    refuse ? problem(409, "chat.request_pending") : undefined,
  );
  await userEvent.type(await screen.findByLabelText("Message to Asha Menon"), "Anybody?{Enter}");
  expect(await screen.findByText(/have not accepted your message request/)).toBeInTheDocument();
  refuse = false;
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  await waitFor(() => expect(messages.at(-1)?.text).toBe("Anybody?"));
  await waitFor(() => expect(screen.queryByRole("button", { name: "Try again" })).not.toBeInTheDocument());
});

it("a refused message can be given up", async () => {
  const { cache } = await open("/chat/7", {}, () => problem(403, "chat.blocked"));
  await userEvent.type(await screen.findByLabelText("Message to Asha Menon"), "Hm{Enter}");
  await userEvent.click(await screen.findByRole("button", { name: "Delete" }));
  await waitFor(() => expect(screen.queryByText("Hm")).not.toBeInTheDocument());
  expect(outboxOf(cache)?.snapshot()).toEqual([]);
});

it("keeps a draft for the next visit", async () => {
  await open("/chat/7");
  await userEvent.type(await screen.findByLabelText("Message to Asha Menon"), "Not done yet");
  await waitFor(() =>
    expect(screen.getByRole("link", { name: /Asha Menon/ })).toHaveTextContent("Draft: Not done yet"),
  );
});

it("draws the line for unread messages where the cursor was", async () => {
  await open("/chat/7", { unread: 2, read_up_to: 1 });
  const rows = (await log()).querySelectorAll("[data-row]");
  const texts = [...rows].map((row) => row.textContent);
  expect(texts.indexOf("New")).toBe(texts.findIndex((text) => text?.includes("message 2")) - 1);
});

it("a stranger's first words wait for a yes", async () => {
  await open("/chat/7", { box: "requests" });
  expect(await screen.findByText("Asha Menon wants to write to you")).toBeInTheDocument();
  expect(screen.queryByLabelText("Message to Asha Menon")).not.toBeInTheDocument();
  await userEvent.click(screen.getByRole("button", { name: "Accept" }));
  expect(await screen.findByLabelText("Message to Asha Menon")).toBeInTheDocument();
});

it("finds own messages and leads to their place", async () => {
  const { router } = await open("/chat");
  await userEvent.type(await screen.findByRole("searchbox"), "resume");
  const word = await screen.findByText("resume");
  expect(word.tagName).toBe("MARK");
  await userEvent.click(word);
  expect(router.state.location.pathname + router.state.location.search).toBe("/chat/7?message=2");
});

it("opens the conversation with somebody from a link, or says why not", async () => {
  const { router } = await open("/chat?with=M000001");
  await waitFor(() => expect(router.state.location.pathname).toBe("/chat/7"));
});

it("says why somebody cannot be written to", async () => {
  await open("/chat?with=S000009");
  expect(await screen.findByText(/You cannot write to this person/)).toBeInTheDocument();
});

it("walks the messages with arrows and offers what can be done with one", async () => {
  const { server } = await open("/chat/7");
  await within(await log()).findByText("message 3");
  (await log()).focus();
  await userEvent.keyboard("{ArrowUp}");
  expect(document.activeElement).toHaveTextContent("message 3");
  await userEvent.click(await screen.findByRole("button", { name: "React" }));
  await userEvent.click(await screen.findByRole("button", { name: "party" }));
  await waitFor(() => expect(server.count("POST /chat/messages/1003/reactions/")).toBe(1));
  expect(await screen.findByRole("button", { name: "🎉 by You" })).toHaveAttribute("aria-pressed", "true");
});
