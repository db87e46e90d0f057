import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { createMemoryRouter, RouterProvider } from "react-router";
import { beforeEach, expect, it } from "vitest";
import type { MentorCard } from "@/api/contract.gen";
import { session } from "@/api/session";
import i18n from "@/lib/i18n";
import { createQueryClient } from "@/lib/query-client";
import { signedIn, startTestServer } from "@/lib/test-server";
import FavouritesPage from "./favourites-page";

const mentor: MentorCard = {
  mentor_id: "M000001",
  name: "Asha Menon",
  headline: "Helps",
  skills: ["SQL"],
  languages: ["English"],
  rating: null,
  rating_count: 0,
  years: 3,
  price_from: { amount: 50_000, currency: "INR" },
  time_zone: "Europe/London",
  next_free_at: "2027-01-05T09:00:00Z",
  photo: null,
};

beforeEach(async () => {
  session.end();
  session.start(signedIn("token", 900));
  await i18n.loadNamespaces(["mentors"]);
});

it("lists the marked mentors and forgets one at the press of its heart", async () => {
  let marked = ["M000001"];
  const server = await startTestServer({
    "GET /favourites/": () => ({ body: { items: marked.length > 0 ? [mentor] : [], next: null } }),
    "GET /favourite-ids/": () => ({ body: { mentors: marked } }),
    "DELETE /favourites/M000001/": () => {
      marked = [];
      return { body: { mentors: marked } };
    },
  });
  const router = createMemoryRouter([{ path: "/", element: <FavouritesPage /> }]);
  render(
    <QueryClientProvider client={createQueryClient()}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
  const heart = await screen.findByRole("button", { name: "Favourite: Asha Menon" });
  expect(heart).toHaveAttribute("aria-pressed", "true");
  await userEvent.click(heart);
  expect(await screen.findByText("No favourites yet")).toBeVisible();
  await waitFor(() => expect(server.count("DELETE /favourites/M000001/")).toBe(1));
});
