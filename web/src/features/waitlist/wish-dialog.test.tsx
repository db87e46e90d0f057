import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { MemoryRouter } from "react-router";
import { beforeEach, expect, it, vi } from "vitest";
import type { PublicMentor, Service } from "@/api/contract.gen";
import { session } from "@/api/session";
import i18n from "@/lib/i18n";
import { createQueryClient } from "@/lib/query-client";
import { signedIn, startTestServer } from "@/lib/test-server";
import { WishDialog } from "./components/wish-dialog";

const mentor = { mentor_id: "M000001", name: "Chetan" } as PublicMentor;
const service = { id: 2, title: "Mock interview", minutes: 60 } as Service;

beforeEach(async () => {
  session.end();
  session.start(signedIn("token", 900));
  await i18n.loadNamespaces(["waitlist"]);
});

async function open(times: string[]) {
  const joined: unknown[] = [];
  const server = await startTestServer({
    "GET /bookings/": () => ({ body: { items: [], next: null } }),
    "GET /waitlist/free-now/": () => ({ body: { times } }),
    "POST /waitlist/": ({ body }) => {
      joined.push(body);
      return { body: { id: 4, state: "waiting" } };
    },
  });
  const onClose = vi.fn();
  render(
    <QueryClientProvider client={createQueryClient()}>
      <MemoryRouter>
        <WishDialog mentor={mentor} service={service} onClose={onClose} />
      </MemoryRouter>
    </QueryClientProvider>,
  );
  const send = await screen.findByRole("button", { name: "Wait for it" });
  await waitFor(() => expect(send).toBeEnabled());
  await userEvent.click(send);
  return { joined, onClose, server };
}

it("joins the line when nothing that suits is free", async () => {
  const { joined, onClose, server } = await open([]);
  await vi.waitFor(() => expect(onClose).toHaveBeenCalled());
  expect(joined).toHaveLength(1);
  const asked = server.requests.find(({ key }) => key.includes("free-now"));
  expect(asked?.query.get("mentor")).toBe("M000001");
  expect(asked?.query.get("service")).toBe("2");
});

it("says what is free right now instead, and lets people wait all the same", async () => {
  const { joined, onClose } = await open(["2096-12-01T10:00:00Z"]);
  expect(await screen.findByText("This suits you and is free right now")).toBeVisible();
  expect(screen.getByRole("link")).toHaveAttribute(
    "href",
    "/mentors/M000001?service=2&at=2096-12-01T10%3A00%3A00Z#book",
  );
  expect(joined).toEqual([]);
  await userEvent.click(screen.getByRole("button", { name: "Wait for another" }));
  await vi.waitFor(() => expect(onClose).toHaveBeenCalled());
  expect(joined).toHaveLength(1);
});
