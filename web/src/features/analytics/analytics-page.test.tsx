import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { createMemoryRouter, RouterProvider } from "react-router";
import { beforeEach, expect, it } from "vitest";
import type { MentorReport, Money } from "@/api/contract.gen";
import { session } from "@/api/session";
import i18n from "@/lib/i18n";
import { createQueryClient } from "@/lib/query-client";
import { aUser, signedIn, startTestServer } from "@/lib/test-server";
import AnalyticsPage from "./analytics-page";
import { ReliabilityFacts } from "./reliability";

const inr = (amount: number): Money => ({ amount, currency: "INR" });
const report: MentorReport = {
  from: "2026-11-18",
  to: "2026-11-19",
  before_from: "2026-11-16",
  before_to: "2026-11-17",
  time_zone: "Asia/Kolkata",
  step: "day",
  completed: { value: 5, before: 4 },
  missed: { value: 0, before: 0 },
  cancelled: { value: 1, before: 2 },
  upcoming: { value: 3, before: 0 },
  income: { value: inr(250_000), before: inr(200_000) },
  new_students: { value: 2, before: 2 },
  returning_students: { value: 1, before: 1 },
  stars: { mean: 4.5, count: 2 },
  stars_before: { mean: null, count: 0 },
  replies: { median_seconds: 5400, asked: 4, answered: 3 },
  replies_before: { median_seconds: 3600, asked: 2, answered: 2 },
  funnel: [
    { stage: "found", value: 100, before: 80 },
    { stage: "viewed", value: 25, before: 20 },
    { stage: "held", value: 0, before: 4 },
    { stage: "paid", value: 0, before: 4 },
    { stage: "attended", value: 0, before: 4 },
  ],
  series: [
    { from: "2026-11-18", to: "2026-11-18", found: 40, viewed: 10, sessions: 2, income: 100_000 },
    { from: "2026-11-19", to: "2026-11-19", found: 60, viewed: 15, sessions: 3, income: 150_000 },
  ],
};

beforeEach(async () => {
  session.end();
  session.start(signedIn("token", 900, aUser({ roles: ["mentor"], mentor_id: "M000001" })));
  await i18n.loadNamespaces(["analytics"]);
});

async function open(address: string) {
  const server = await startTestServer({ "GET /mentor/analytics/": () => ({ body: report }) });
  const router = createMemoryRouter([{ path: "/mentor/analytics", element: <AnalyticsPage /> }], {
    initialEntries: [address],
  });
  render(
    <QueryClientProvider client={createQueryClient()}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
  return { server, router };
}

it("says in words how each number stands to the one before", async () => {
  await open("/mentor/analytics");
  expect((await screen.findByText("Sessions held", { selector: "dt" })).parentElement).toHaveTextContent(
    "525% more than before (4)",
  );
  const figure = (name: string) => screen.getByText(name, { selector: "dt" }).parentElement;
  expect(figure("Cancelled sessions")).toHaveTextContent("50% less than before (2)");
  expect(figure("Missed sessions")).toHaveTextContent("The same as before");
  expect(figure("Sessions to come")).toHaveTextContent("None before");
  expect(figure("Time to first reply")).toHaveTextContent("1 h 30 min3 of 4 conversations answered");
  expect(figure("Stars")).not.toHaveTextContent("before");
});

it("shows the funnel and the charts as tables too", async () => {
  await open("/mentor/analytics");
  const funnel = await screen.findByRole("table", { name: "From being seen to a session" });
  expect(within(funnel).getByRole("row", { name: /Page visitors/ })).toHaveTextContent("2525%20");
  expect(within(funnel).getByRole("row", { name: /Paid/ })).toHaveTextContent("0–4");
  const income = screen.getByRole("table", { name: "Income" });
  expect(within(income).getByRole("row", { name: /18 Nov/ })).toHaveTextContent("₹1,000");
});

it("asks about the range that is chosen, and not before both days are", async () => {
  const { server, router } = await open("/mentor/analytics");
  await screen.findByText("Sessions held", { selector: "dt" });
  await userEvent.click(screen.getByRole("radio", { name: "7 days" }));
  await expect.poll(() => server.requests.at(-1)?.query.get("range")).toBe("7");
  await userEvent.click(screen.getByRole("radio", { name: "Choose days" }));
  expect(await screen.findByText("Choose the first and the last day.")).toBeVisible();
  expect(server.count("GET /mentor/analytics/")).toBe(2);
  expect(router.state.location.search).toBe("?range=custom");
  expect(screen.getByRole("button", { name: "Save as CSV" })).toBeDisabled();
});

it("shows of a mentor's reliability only what is known", async () => {
  await startTestServer({
    "GET /mentors/M000001/reliability/": () => ({ body: { response_rate: 80, last_active: null } }),
  });
  render(
    <QueryClientProvider client={createQueryClient()}>
      <ul>
        <ReliabilityFacts mentor="M000001" />
      </ul>
    </QueryClientProvider>,
  );
  expect(await screen.findByText("Answers 80% of first messages within a day")).toBeVisible();
  expect(screen.getAllByRole("listitem")).toHaveLength(1);
});
