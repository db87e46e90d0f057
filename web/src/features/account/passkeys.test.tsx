import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { session } from "@/api/session";
import { fromBase64url } from "@/lib/base64url";
import i18n from "@/lib/i18n";
import { createQueryClient } from "@/lib/query-client";
import { problem, signedIn, startTestServer } from "@/lib/test-server";
import Passkeys from "./components/passkeys";

beforeEach(async () => {
  session.start(signedIn("t1", 900));
  await i18n.loadNamespaces(["account"]);
});
afterEach(() => {
  vi.unstubAllGlobals();
  session.end();
});

const laptop = {
  id: 7,
  name: "Laptop",
  synced: true,
  created_at: "2026-11-20T09:00:00Z",
  last_used_at: null,
};
const offer = {
  challenge: "b25l",
  rp_id: "aspirex.example",
  user_handle: "YTc",
  user_name: "asha@example.com",
  display_name: "Asha Rao",
  algorithms: [-7],
  known: [{ id: "AQID", transports: ["usb"] }],
};

/** jsdom has no authenticator: `make` stands for one. */
async function shown({ items = [laptop], enabled = false, make = (): unknown => null } = {}) {
  vi.stubGlobal("PublicKeyCredential", class {});
  vi.stubGlobal("location", { ...location, hostname: "aspirex.example" });
  vi.stubGlobal("navigator", {
    userAgent: "Firefox/140.0 (X11; Linux x86_64)",
    credentials: { create: async () => make() },
  });
  let kept = items;
  const server = await startTestServer({
    "GET /auth/passkeys/": () => ({ body: { items: kept } }),
    "GET /auth/second-factor/": () => ({ body: { enabled, recovery_codes_left: 9 } }),
    "POST /auth/passkeys/begin/": () => ({ body: offer }),
    "POST /auth/passkeys/": ({ body }) => {
      const made = { ...laptop, id: 8, name: (body as { name: string }).name };
      kept = [...kept, made];
      return { status: 201, body: made };
    },
    "POST /auth/passkeys/7/remove/": ({ body }) => {
      if ((body as { password: string }).password !== "right") return problem(422, "request.invalid");
      kept = [];
      return { status: 204 };
    },
  });
  render(
    <QueryClientProvider client={createQueryClient()}>
      <Passkeys />
    </QueryClientProvider>,
  );
  return server;
}

it("keeps what the device made under the name that was typed", async () => {
  const bytes = (text: string) => fromBase64url(text).buffer;
  let turnedAway = true;
  const { requests, count } = await shown({
    items: [],
    make: () => {
      if (turnedAway) throw new DOMException("no", "NotAllowedError");
      const response = {
        clientDataJSON: bytes("e30"),
        attestationObject: bytes("oA"),
        getTransports: () => ["usb"],
      };
      return { rawId: bytes("AQID"), response };
    },
  });
  await screen.findByText("You have no passkeys yet.");
  await userEvent.click(screen.getByRole("button", { name: "Add a passkey" }));
  const name = screen.getByLabelText("Name");
  expect(name).toHaveValue("Firefox on Linux");
  expect(screen.queryByLabelText("Code of the app, or a recovery code")).toBeNull();
  await userEvent.clear(name);
  await userEvent.type(name, "Key ring");
  await userEvent.type(screen.getByLabelText("Current password"), "right");
  await userEvent.click(screen.getByRole("button", { name: "Go on" }));
  expect(await screen.findByRole("alert")).toHaveTextContent("Your device was not asked to the end");
  turnedAway = false;
  await userEvent.click(screen.getByRole("button", { name: "Go on" }));
  expect(await screen.findByText("Key ring")).toBeVisible();
  expect(count("POST /auth/passkeys/begin/"), "who has proven themselves does not twice").toBe(1);
  expect(requests.find(({ key }) => key === "POST /auth/passkeys/")?.body).toEqual({
    name: "Key ring",
    client_data: "e30",
    attestation: "oA",
    transports: ["usb"],
  });
});

it("asks for password and code before one is removed", async () => {
  const { requests } = await shown({ enabled: true });
  const row = within(await screen.findByRole("listitem"));
  expect(row.getByText("On several devices")).toBeVisible();
  await userEvent.click(row.getByRole("button", { name: "Remove Laptop" }));
  await userEvent.type(screen.getByLabelText("Current password"), "right");
  await userEvent.type(screen.getByLabelText("Code of the app, or a recovery code"), "123456");
  await userEvent.click(screen.getByRole("button", { name: "Remove" }));
  await waitFor(() => expect(screen.getByText("You have no passkeys yet.")).toBeVisible());
  expect(requests.find(({ key }) => key.includes("remove"))?.body).toEqual({
    password: "right",
    code: "123456",
  });
});

it("shows what there is where no more can be made, and says why", async () => {
  await shown();
  vi.stubGlobal("PublicKeyCredential", undefined);
  expect(await screen.findByText("Laptop")).toBeVisible();
  expect(screen.getByText("This browser can't make passkeys, or not at this address.")).toBeVisible();
  expect(screen.queryByRole("button", { name: "Add a passkey" })).toBeNull();
});
