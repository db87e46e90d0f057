import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { MemoryRouter } from "react-router";
import { beforeEach, expect, it } from "vitest";
import { session } from "@/api/session";
import i18n from "@/lib/i18n";
import { createQueryClient } from "@/lib/query-client";
import { signedIn, startTestServer } from "@/lib/test-server";
import { NextWith } from "./components/next-with";

beforeEach(async () => {
  session.start(signedIn("token", 900));
  await i18n.loadNamespaces(["booking"]);
});

it("does not say that there is no session when nobody could be asked", async () => {
  let down = true;
  await startTestServer({
    "GET /bookings/": () => (down ? { status: 500, body: { reason: "internal" } } : { body: { items: [] } }),
  });
  render(
    <QueryClientProvider client={createQueryClient()}>
      <MemoryRouter>
        <NextWith person="M000001" name="Asha Menon" />
      </MemoryRouter>
    </QueryClientProvider>,
  );
  const again = await screen.findByRole("button", { name: "Try again" });
  expect(screen.queryByRole("link")).not.toBeInTheDocument();
  down = false;
  await userEvent.click(again);
  expect(await screen.findByRole("link")).toHaveAttribute("href", "/mentors/M000001#book");
});
