import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { createMemoryRouter, RouterProvider } from "react-router";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { External } from "@/api/contract.gen";
import { session } from "@/api/session";
import i18n from "@/lib/i18n";
import { createQueryClient } from "@/lib/query-client";
import { type Answer, type Asked, problem, signedIn, startTestServer } from "@/lib/test-server";
import ExternalPage from "./external-page";
import SignInPage from "./sign-in-page";

beforeEach(async () => {
  session.end();
  await i18n.loadNamespaces(["auth"]);
});

afterEach(() => vi.unstubAllGlobals());

const external = (step: External["step"]): Answer => ({
  body: { provider: "Google", email: "asha@example.com", name: "Asha", step, ticket: null },
});

async function open(at: string, look: Answer, finish: (asked: Asked) => Answer = () => problem(500, "none")) {
  const server = await startTestServer({
    "GET /auth/external/": () => look,
    "POST /auth/external/finish/": finish,
    "GET /auth/providers/": () => ({ body: { items: [{ id: "google", name: "Google" }], one_tap: null } }),
    "POST /auth/passkeys/challenge/": () => ({
      body: { challenge: "b25l", rp_id: "aspirex.example", user_verification: "preferred" },
    }),
  });
  const router = createMemoryRouter(
    [
      { path: "/sign-in", Component: SignInPage },
      { path: "/sign-in/external", Component: ExternalPage },
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

it("signs in whom the provider has named, and goes on to where one wanted to be", async () => {
  const { server, router } = await open(
    "/sign-in/external?next=%2Fsessions%2F7",
    external("sign_in"),
    () => ({ body: signedIn("t1", 900) }),
  );
  await screen.findByText("somewhere else");
  expect(router.state.location.pathname).toBe("/sessions/7");
  expect(server.count("POST /auth/external/finish/")).toBe(1);
  expect(session.current()?.token).toBe("t1");
});

it("asks for the code of the second step", async () => {
  await open("/sign-in/external", external("sign_in"), ({ body }) => {
    const { code } = body as { code?: string };
    if (!code) return problem(401, "auth.second_factor_needed");
    if (code === "000000") return problem(422, "request.invalid", [{ field: "code", reason: "wrong_code" }]);
    return { body: signedIn("t2", 900) };
  });
  const code = await screen.findByRole("textbox", { name: "Code" });
  await userEvent.type(code, "000000{Enter}");
  await screen.findByText(/This code is not right/);
  await userEvent.clear(code);
  await userEvent.type(code, "123456{Enter}");
  await screen.findByText("somewhere else");
});

it("takes a passkey in the place of the code", async () => {
  const bytes = new ArrayBuffer(3);
  const response = { clientDataJSON: bytes, authenticatorData: bytes, signature: bytes, userHandle: null };
  vi.stubGlobal("PublicKeyCredential", class {});
  vi.stubGlobal("location", { ...location, hostname: "aspirex.example" });
  const get = async () => ({ rawId: bytes, response });
  vi.stubGlobal("navigator", { ...navigator, credentials: { get } });
  const { server } = await open("/sign-in/external", external("sign_in"), ({ body }) =>
    (body as { passkey?: object }).passkey
      ? { body: signedIn("t2", 900) }
      : problem(401, "auth.second_factor_needed"),
  );
  await userEvent.click(await screen.findByRole("button", { name: "Use a passkey instead" }));
  await screen.findByText("somewhere else");
  const asked = server.requests.find(({ key }) => key === "POST /auth/passkeys/challenge/");
  expect(asked?.body).toEqual({ purpose: "second_factor" });
});

it("asks somebody new for what an account needs", async () => {
  const { server } = await open("/sign-in/external", external("sign_up"), () => ({
    body: signedIn("t3", 900),
  }));
  expect(await screen.findByText(/Google says you are asha@example.com/)).toBeVisible();
  expect(screen.getByRole("textbox", { name: "Your name" })).toHaveValue("Asha");
  await userEvent.click(screen.getByRole("radio", { name: /I want to mentor/ }));
  await userEvent.click(screen.getByRole("button", { name: "Create account" }));
  expect(server.count("POST /auth/external/finish/")).toBe(0);
  await userEvent.click(screen.getByRole("checkbox"));
  await userEvent.click(screen.getByRole("button", { name: "Create account" }));
  await screen.findByText("somewhere else");
  expect(server.requests.at(-1)?.body).toMatchObject({ role: "mentor", name: "Asha", accepted_terms: true });
});

it("tells the owner of an account how to link, and what went wrong", async () => {
  await open("/sign-in/external", external("link_first"));
  expect(await screen.findByText(/asha@example.com has an account here/)).toBeVisible();
  expect(screen.getByRole("link", { name: "Sign in" })).toHaveAttribute("href", "/sign-in?next=%2Faccount");
});

it("says that it took too long, and offers the way back", async () => {
  await open("/sign-in/external", problem(410, "auth.external_expired"));
  expect(await screen.findByText(/That took too long/)).toBeVisible();
  expect(screen.getByRole("link", { name: "Back to signing in" })).toBeVisible();
});

it("offers the provider on the sign-in page, with what was refused there", async () => {
  await open("/sign-in?next=%2Fmentors&problem=email_unverified", external("sign_in"));
  const button = await screen.findByRole("link", { name: "Continue with Google" });
  expect(button).toHaveAttribute("href", "/api/auth/google/start/?next=%2Fmentors");
  expect(screen.getByText(/not verified there/)).toBeVisible();
});
