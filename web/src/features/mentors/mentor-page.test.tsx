import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { MemoryRouter, Route, Routes } from "react-router";
import { beforeEach, expect, it } from "vitest";
import type { PublicMentor } from "@/api/contract.gen";
import { session } from "@/api/session";
import i18n from "@/lib/i18n";
import { createQueryClient } from "@/lib/query-client";
import { startTestServer } from "@/lib/test-server";
import { MentorPage } from "./mentor-page";

const asha: PublicMentor = {
  mentor_id: "M000001",
  name: "Asha Menon",
  headline: "Helps",
  about: "",
  skills: [],
  languages: [],
  education: [],
  links: [],
  services: [],
  rating: null,
  rating_count: 0,
  years: 3,
  price_from: null,
  time_zone: "Europe/London",
  next_free_at: null,
  photo: null,
} as Partial<PublicMentor> as PublicMentor;

beforeEach(async () => {
  session.end();
  await i18n.loadNamespaces(["mentors"]);
});

it("offers to ask again when it did not come, and stays when a later look at it fails", async () => {
  let down = true;
  const server = await startTestServer({
    "GET /mentors/M000001/": () => (down ? { status: 500, body: { reason: "internal" } } : { body: asha }),
  });
  const queries = createQueryClient();
  render(
    <QueryClientProvider client={queries}>
      <MemoryRouter initialEntries={["/mentors/M000001"]}>
        <Routes>
          <Route
            path="/mentors/:mentor"
            element={
              <MentorPage booking={() => null} facts={() => null} contact={() => null} reviews={() => null} />
            }
          />
        </Routes>
      </MemoryRouter>
    </QueryClientProvider>,
  );
  const again = await screen.findByRole("button", { name: "Try again" });
  down = false;
  await userEvent.click(again);
  await screen.findByRole("heading", { level: 1, name: "Asha Menon" });
  down = true;
  await queries.refetchQueries();
  await waitFor(() => expect(server.count("GET /mentors/M000001/")).toBe(3));
  expect(screen.getByRole("heading", { level: 1, name: "Asha Menon" })).toBeInTheDocument();
  expect(screen.queryByRole("alert")).not.toBeInTheDocument();
});
