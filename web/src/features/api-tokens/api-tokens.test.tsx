import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it } from "vitest";
import { session } from "@/api/session";
import i18n from "@/lib/i18n";
import { createQueryClient } from "@/lib/query-client";
import { type Answer, aUser, problem, signedIn, startTestServer } from "@/lib/test-server";
import ApiTokens from "./api-tokens";

const about = {
  id: 7,
  name: "Backups",
  begins: "axp_rc_7Hd92kQz1",
  scopes: ["read", "chat"],
  created_at: "2026-11-22T09:00:00Z",
  expires_at: "2026-12-22T09:00:00Z",
  last_used_at: null,
};

beforeEach(async () => {
  session.start(signedIn("t1", 900, aUser()));
  await i18n.loadNamespaces(["api-tokens"]);
});

async function open(create: (times: number) => Answer) {
  let asked = 0;
  let made = false;
  const server = await startTestServer({
    "GET /auth/api-tokens/": () => ({ body: { items: made ? [about] : [] } }),
    "POST /auth/api-tokens/": () => {
      const answer = create(++asked);
      made = answer.status === 201;
      return answer;
    },
  });
  render(
    <QueryClientProvider client={createQueryClient()}>
      <ApiTokens />
    </QueryClientProvider>,
  );
  await userEvent.click(await screen.findByRole("button", { name: "Make a token" }));
  return server;
}

it("asks for the code only where the server does, and keeps what was typed", async () => {
  const token = `${about.begins}_${"a".repeat(43)}`;
  const server = await open((times) =>
    times === 1
      ? problem(422, "request.invalid", [{ field: "code", reason: "required" }])
      : { status: 201, body: { token, about } },
  );
  await userEvent.type(screen.getByLabelText("What it is for"), "Backups");
  await userEvent.click(screen.getByRole("checkbox", { name: /^Chat/ }));
  await userEvent.type(screen.getByLabelText("Current password"), "river-lantern-42");
  expect(screen.queryByLabelText("Code of the app, or a recovery code")).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "Make the token" }));

  const code = await screen.findByLabelText("Code of the app, or a recovery code");
  expect(code).toHaveFocus();
  await userEvent.type(code, "123456");
  await userEvent.click(screen.getByRole("button", { name: "Make the token" }));
  expect(await screen.findByLabelText("Your new token")).toHaveValue(token);
  expect(server.requests.findLast(({ key }) => key.startsWith("POST"))?.body).toEqual({
    name: "Backups",
    scopes: ["read", "chat"],
    days: 30,
    password: "river-lantern-42",
    code: "123456",
  });
  await userEvent.click(screen.getByRole("button", { name: "I have kept it" }));
  expect(screen.queryByLabelText("Your new token")).toBeNull();
  expect(screen.getByText("axp_rc_7Hd92kQz1…")).toBeVisible();
});
