import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { createMemoryRouter, RouterProvider } from "react-router";
import { beforeEach, expect, it } from "vitest";
import type { FeedbackStatistics, Review } from "@/api/contract.gen";
import { session } from "@/api/session";
import i18n from "@/lib/i18n";
import { createQueryClient } from "@/lib/query-client";
import { aUser, signedIn, startTestServer } from "@/lib/test-server";
import MentorFeedbackPage from "./mentor-feedback-page";

const review: Review = {
  id: 7,
  author: "Asha R.",
  stars: 4,
  text: "Clear",
  created_at: "2026-11-24T09:00:00Z",
  edited: false,
  reply: "",
  replied_at: null,
};
const statistics: FeedbackStatistics = {
  count: 1,
  unanswered: 1,
  rating: 4,
  mean: 4,
  distribution: [0, 0, 0, 1, 0],
  months: [
    { month: "2026-10", count: 0, mean: null },
    { month: "2026-11", count: 1, mean: 4 },
  ],
};

beforeEach(async () => {
  session.end();
  session.start(signedIn("token", 900, aUser({ roles: ["mentor"], mentor_id: "M000001" })));
  await i18n.loadNamespaces(["feedback"]);
});

async function open(address: string, all = statistics) {
  let reply = "";
  const server = await startTestServer({
    "GET /mentor/feedback/statistics/": () => ({ body: all }),
    "GET /mentor/feedback/": ({ query }) => ({
      body: { items: query.get("stars") === "1" ? [] : [{ ...review, reply }], next: null },
    }),
    "PUT /bookings/7/review/reply/": ({ body }) => {
      reply = (body as { text: string }).text;
      return {
        body: { review: { ...review, reply }, can_write: false, can_reply: false, editable_until: null },
      };
    },
  });
  const router = createMemoryRouter([{ path: "/mentor/feedback", element: <MentorFeedbackPage /> }], {
    initialEntries: [address],
  });
  render(
    <QueryClientProvider client={createQueryClient()}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
  return { server, router };
}

it("a mentor replies from the list, which then shows it", async () => {
  await open("/mentor/feedback");
  expect(await screen.findByRole("row", { name: "October 2026 none" })).toBeInTheDocument();
  await userEvent.click(await screen.findByRole("button", { name: "Reply to Asha R." }));
  await userEvent.type(screen.getByLabelText("Your reply"), "Thank you");
  await userEvent.click(screen.getByRole("button", { name: "Publish reply" }));
  expect(await screen.findByText("You replied")).toBeVisible();
  expect(screen.getByText("Thank you")).toBeVisible();
  expect(screen.queryByRole("button", { name: /^Reply/ })).not.toBeInTheDocument();
});

it("filters by stars and by what is unanswered, in the address", async () => {
  const { server, router } = await open("/mentor/feedback?unanswered=1");
  expect(await screen.findByRole("checkbox", { name: "Only those without a reply (1)" })).toBeChecked();
  await userEvent.selectOptions(await screen.findByLabelText("Stars"), "1 star");
  expect(await screen.findByText("No review fits")).toBeVisible();
  expect(router.state.location.search).toBe("?stars=1&unanswered=1");
  const asked = server.requests.findLast(({ key }) => key === "GET /mentor/feedback/")?.query;
  expect([asked?.get("stars"), asked?.get("unanswered")]).toEqual(["1", "true"]);
});

it("a mentor without feedback hears when there will be some", async () => {
  await open("/mentor/feedback", { ...statistics, count: 0, unanswered: 0, rating: null, mean: null });
  expect(await screen.findByText("No feedback yet")).toBeVisible();
});
