import { QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { createMemoryRouter, RouterProvider } from "react-router";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ApiError } from "@/api/api-error";
import { download, upload } from "@/api/call";
import type { Attachment, Message, SupportTicket, TicketReply } from "@/api/contract.gen";
import { session } from "@/api/session";
import i18n from "@/lib/i18n";
import { createQueryClient } from "@/lib/query-client";
import { type Answer, problem, signedIn, startTestServer } from "@/lib/test-server";
import TicketPage from "./ticket-page";

// Bytes go up and down by a way that jsdom lacks; everything else is the real HTTP.
vi.mock("@/api/call", async (original) => ({
  ...(await original<typeof import("@/api/call")>()),
  upload: vi.fn(),
  download: vi.fn(),
}));
const sent = vi.mocked(upload);

const ticket = {
  id: 12,
  conversation: 30,
  subject: "Paid twice",
  category: "payment",
  priority: "normal",
  status: "waiting",
  from: { account: 7, name: "Ravi" },
  assignee: null,
  created_at: "2026-11-24T09:00:00Z",
  updated_at: "2026-11-24T10:00:00Z",
  last_message: null,
  unread: 0,
} satisfies SupportTicket;

const attachment = (change: Partial<Attachment> = {}): Attachment => ({
  id: 5,
  name: "receipt.png",
  content_type: "image/png",
  bytes: 2048,
  width: 40,
  height: 30,
  url: "/api/v1/chat/attachments/5",
  ...change,
});
const message = (seq: number, change: Partial<Message> = {}): Message => ({
  id: seq,
  conversation: 30,
  seq,
  sender: 3,
  client_key: `key-of-${seq}`,
  text: "",
  sent_at: "2026-11-24T10:00:00Z",
  edited_at: null,
  deleted: false,
  reply_to: null,
  thread: null,
  replies: 0,
  reactions: [],
  attachment: null,
  ...change,
});

const png = (name = "plan.png") => new File(["pixels"], name, { type: "image/png" });
const chooser = () => document.querySelector<HTMLInputElement>("input[type=file]") as HTMLInputElement;
const send = () => userEvent.click(screen.getByRole("button", { name: "Send reply" }));

beforeEach(async () => {
  session.end();
  session.start(signedIn("token", 900));
  await i18n.loadNamespaces(["support"]);
  Object.assign(URL, { createObjectURL: () => "blob:picture", revokeObjectURL: () => {} });
  HTMLImageElement.prototype.decode = async () => {};
  vi.mocked(download).mockResolvedValue(new Blob(["pixels"]));
  sent.mockReset().mockResolvedValue(attachment());
});
afterEach(() => session.end());

async function open(said: Message[] = [], answer?: (nth: number) => Answer) {
  const replies: TicketReply[] = [];
  await startTestServer({
    "GET /support/tickets/12/": () => ({ body: ticket }),
    "GET /chat/conversations/30/messages/": () => ({
      body: { items: said, older: false, newer: false, threads: [] },
    }),
    "POST /chat/conversations/30/read/": () => ({ status: 204 }),
    "POST /support/tickets/12/replies/": ({ body }) => {
      replies.push(body as TicketReply);
      return answer?.(replies.length) ?? { status: 201, body: message(9) };
    },
  });
  const router = createMemoryRouter([{ path: "/support/:ticket", element: <TicketPage /> }], {
    initialEntries: ["/support/12"],
  });
  render(
    <QueryClientProvider client={createQueryClient()}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
  await screen.findByLabelText("Your reply");
  return replies;
}

it("shows what came with a message: a picture that opens large, a file as a card", async () => {
  await open([
    message(1, { attachment: attachment() }),
    message(2, {
      text: "And the terms",
      attachment: attachment({ id: 6, name: "terms.pdf", content_type: "application/pdf" }),
    }),
    message(3, { deleted: true }),
  ]);
  const log = await screen.findByRole("list", { name: "What was said" });
  expect(within(log).getByRole("button", { name: "Save terms.pdf" })).toHaveTextContent("terms.pdf");
  expect(within(log).getByText("This was deleted")).toBeVisible();
  await userEvent.click(within(log).getByRole("button", { name: "Open receipt.png" }));
  const large = await screen.findByRole("dialog", { name: "receipt.png" });
  expect(await within(large).findByRole("img", { name: "receipt.png" })).toBeVisible();
  expect(large).toHaveTextContent("AspireX team, ");
  await userEvent.keyboard("{Escape}");
  expect(screen.queryByRole("dialog")).toBeNull();
});

it("sends a picture without words, but not nothing at all", async () => {
  const replies = await open();
  await send();
  await waitFor(() => expect(screen.getByLabelText("Your reply")).toBeInvalid());
  await userEvent.upload(chooser(), png());
  expect(await screen.findByRole("button", { name: "Remove plan.png" })).toBeVisible();
  await waitFor(() => expect(screen.getByLabelText("Your reply")).not.toBeInvalid());
  await send();
  await waitFor(() => expect(replies).toHaveLength(1));
  expect(replies[0]).toMatchObject({ text: "", attachment: 5 });
  expect(sent.mock.calls[0]?.[0]).toBe("/chat/attachments/");
  await waitFor(() => expect(screen.queryByRole("button", { name: "Remove plan.png" })).toBeNull());
});

it("takes a pasted picture, and lets it be taken away again", async () => {
  const replies = await open();
  const field = screen.getByLabelText("Your reply");
  fireEvent.paste(field, { clipboardData: { files: [png("image.png")] } });
  await userEvent.click(await screen.findByRole("button", { name: "Remove image.png" }));
  await userEvent.type(field, "Only words");
  await send();
  await waitFor(() => expect(replies).toHaveLength(1));
  expect(replies[0]).not.toHaveProperty("attachment");
  expect(sent).not.toHaveBeenCalled();
});

it("says what is wrong with a file, and keeps the picture chosen before", async () => {
  await open();
  await userEvent.upload(chooser(), png());
  await screen.findByRole("button", { name: "Remove plan.png" });
  const notes = new File(["x"], "notes.txt", { type: "text/plain" });
  await userEvent.upload(chooser(), notes, { applyAccept: false });
  expect(await screen.findByRole("alert")).toHaveTextContent("Only pictures can be sent");
  expect(screen.getByRole("button", { name: "Remove plan.png" })).toBeVisible();
});

it("keeps words and picture when sending fails, and sends the picture up once", async () => {
  const replies = await open([], (nth) =>
    nth === 1 ? problem(503, "server.busy") : { status: 201, body: message(9) },
  );
  sent.mockRejectedValueOnce(new ApiError(409, { reason: "chat.attachment_quota" }));
  await userEvent.upload(chooser(), png());
  await screen.findByRole("button", { name: "Remove plan.png" });
  await userEvent.type(screen.getByLabelText("Your reply"), "See here");
  await send(); // the picture is refused
  expect(await screen.findByRole("alert")).toBeVisible();
  await send(); // the picture is there, the reply is not
  await waitFor(() => expect(replies).toHaveLength(1));
  await waitFor(() => expect(screen.getByRole("button", { name: "Send reply" })).toBeEnabled());
  expect(screen.getByLabelText("Your reply")).toHaveValue("See here");
  await send();
  await waitFor(() => expect(screen.getByLabelText("Your reply")).toHaveValue(""));
  expect(replies.map((one) => one.attachment)).toEqual([5, 5]);
  expect(new Set(replies.map((one) => one.client_key)).size).toBe(1);
  expect(sent).toHaveBeenCalledTimes(2);
});

it("shows how far a picture is, and stops on demand without losing it", async () => {
  const replies = await open();
  sent.mockImplementationOnce((_, { progress, signal }) => {
    progress?.(0.4);
    return new Promise((_done, fail) => signal?.addEventListener("abort", () => fail(new Error("stopped"))));
  });
  await userEvent.upload(chooser(), png());
  await screen.findByRole("button", { name: "Remove plan.png" });
  await send();
  expect(await screen.findByRole("progressbar", { name: "Sending plan.png" })).toHaveAttribute(
    "aria-valuenow",
    "40",
  );
  await userEvent.click(screen.getByRole("button", { name: "Stop sending" }));
  expect(await screen.findByRole("button", { name: "Remove plan.png" })).toBeEnabled();
  expect(screen.queryByRole("alert")).toBeNull();
  expect(replies).toEqual([]);
});
