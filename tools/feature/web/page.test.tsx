import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it } from "vitest";
import { session } from "@/api/session";
import i18n from "@/lib/i18n";
import { createQueryClient } from "@/lib/query-client";
import { problem, startTestServer } from "@/lib/test-server";
import @Name@Page from "./@path@-page";

beforeEach(async () => {
  session.end();
  await i18n.loadNamespaces(["@name@"]);
});

const open = () =>
  render(
    <QueryClientProvider client={createQueryClient()}>
      <@Name@Page />
    </QueryClientProvider>,
  );

it("shows what was added, without a reload", async () => {
  const items: { id: number; text: string; created_at: string }[] = [];
  await startTestServer({
    "GET /@path@/": () => ({ body: { items } }),
    "POST /@path@/": (asked) => {
      const { text } = asked.body as { text: string };
      items.unshift({ id: items.length + 1, text, created_at: new Date().toISOString() });
      return { status: 201, body: items[0] };
    },
  });
  open();
  expect(await screen.findByText("Nothing here yet.")).toBeVisible();
  await userEvent.type(screen.getByRole("textbox", { name: "Text" }), "a first one");
  await userEvent.click(screen.getByRole("button", { name: "Add" }));
  expect(await screen.findByRole("listitem")).toHaveTextContent("a first one");
  expect(screen.getByRole("textbox", { name: "Text" })).toHaveValue("");
});

it("keeps what was typed when it could not be saved", async () => {
  await startTestServer({
    "GET /@path@/": () => ({ body: { items: [] } }),
    "POST /@path@/": () => problem(409, "@name@.full"),
  });
  open();
  await userEvent.type(await screen.findByRole("textbox", { name: "Text" }), "one too many");
  await userEvent.click(screen.getByRole("button", { name: "Add" }));
  expect(await screen.findByRole("alert")).toBeVisible();
  expect(screen.getByRole("textbox", { name: "Text" })).toHaveValue("one too many");
});
