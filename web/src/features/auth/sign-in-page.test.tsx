import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { createMemoryRouter, RouterProvider } from "react-router";
import { beforeEach, expect, it } from "vitest";
import { session } from "@/api/session";
import i18n from "@/lib/i18n";
import { createQueryClient } from "@/lib/query-client";
import { type Answer, problem, signedIn, startTestServer } from "@/lib/test-server";
import SignInPage from "./sign-in-page";

beforeEach(async () => {
  session.end();
  await i18n.loadNamespaces(["auth"]);
});

async function open(at: string, login: () => Answer) {
  const server = await startTestServer({
    "POST /auth/login/": login,
    "POST /auth/resend-verification/": () => ({ body: { email: "asha@example.com" } }),
    "GET /site-status/": () => ({
      body: {
        maintenance_mode: false,
        test_mode: true,
        message: "",
        hold_seconds: 600,
        free_cancellation_hours: 24,
      },
    }),
  });
  const router = createMemoryRouter(
    [
      { path: "/sign-in", Component: SignInPage },
      { path: "*", element: <p>somewhere else</p> },
    ],
    { initialEntries: [at] },
  );
  render(
    <QueryClientProvider client={createQueryClient()}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
  return { server, router };
}

async function fill() {
  await userEvent.type(screen.getByRole("textbox", { name: "E-mail or ID" }), "asha@example.com");
  await userEvent.type(screen.getByLabelText("Password"), "quiet river stone");
  await userEvent.click(screen.getByRole("button", { name: "Sign in" }));
}

it("signs in as a browser and goes on to where one wanted to be", async () => {
  const { server, router } = await open("/sign-in?next=%2Fsessions%2F7", () => ({
    body: signedIn("t1", 900),
  }));
  await fill();
  await screen.findByText("somewhere else");
  expect(router.state.location.pathname).toBe("/sessions/7");
  expect(server.requests.find(({ key }) => key === "POST /auth/login/")?.body).toMatchObject({
    identifier: "asha@example.com",
    client: "browser",
  });
  expect(session.current()?.token).toBe("t1");
});

it("never goes on to another site", async () => {
  const { router } = await open("/sign-in?next=%2F%2Fevil.example", () => ({ body: signedIn("t1", 900) }));
  await fill();
  await screen.findByText("somewhere else");
  expect(router.state.location.pathname).toBe("/student");
});

it("offers the mail again to those who may not have confirmed their address", async () => {
  const { server, router } = await open("/sign-in", () => problem(401, "auth.bad_credentials"));
  await fill();
  expect(await screen.findByRole("alert")).toHaveTextContent(
    "Just signed up? Open the link in our mail first.",
  );
  expect(await screen.findByRole("link", { name: "Open the test mailbox" })).toHaveAttribute(
    "href",
    "/sandbox/mail/",
  );
  await userEvent.click(screen.getByRole("button", { name: "Send the mail again" }));
  await waitFor(() => expect(router.state.location.pathname).toBe("/check-mail"));
  expect(server.count("POST /auth/resend-verification/")).toBe(1);
});

it("keeps what was typed after a wrong password", async () => {
  await open("/sign-in", () => problem(401, "auth.bad_credentials"));
  await fill();
  expect(await screen.findByRole("alert")).toHaveTextContent("E-mail or password is not right");
  expect(screen.getByRole("textbox", { name: "E-mail or ID" })).toHaveValue("asha@example.com");
  expect(session.current()).toBeNull();
});

it("asks for a code where the account wants one, and can start again with another account", async () => {
  let tries = 0;
  const { server } = await open("/sign-in", () => {
    tries += 1;
    if (tries === 1) return problem(401, "auth.second_factor_needed");
    if (tries === 2) return problem(400, "request.invalid", [{ field: "code", reason: "wrong_code" }]);
    return { body: signedIn("t1", 900) };
  });
  await fill();
  const code = await screen.findByRole("textbox", { name: "Code" });
  expect(code).toHaveFocus();
  expect(screen.queryByRole("alert")).toBeNull();
  await userEvent.type(code, "000000{Enter}");
  await screen.findByText(/This code is not right/);
  await userEvent.clear(code);
  await userEvent.type(code, "123456{Enter}");
  await screen.findByText("somewhere else");
  expect(server.requests.at(-1)?.body).toMatchObject({ identifier: "asha@example.com", code: "123456" });
});
