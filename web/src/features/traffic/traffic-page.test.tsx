import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { createMemoryRouter, RouterProvider } from "react-router";
import { beforeEach, expect, it } from "vitest";
import type { TrafficReport, TrafficVitals } from "@/api/contract.gen";
import { session } from "@/api/session";
import i18n from "@/lib/i18n";
import { createQueryClient } from "@/lib/query-client";
import { aUser, signedIn, startTestServer } from "@/lib/test-server";
import TrafficPage from "./traffic-page";

const report: TrafficReport = {
  on: true,
  from: "2026-11-27",
  to: "2026-11-28",
  views: 1_200,
  views_before: 900,
  visitors: 300,
  visitors_before: 200,
  series: [
    { from: "2026-11-27", views: 500, visitors: 140 },
    { from: "2026-11-28", views: 700, visitors: 160 },
  ],
  hours: [{ from: "2026-11-28T10:00:00Z", views: 40, visitors: 9 }],
  pages: [
    { name: "/mentors/:mentor", count: 800 },
    { name: "other", count: 3 },
  ],
  referrers: [],
  languages: [{ name: "de", count: 50 }],
  devices: [{ device: "phone", views: 1_200, visitors: 300 }],
  events: [{ event: "booking_paid", count: 7 }],
};
const vitals: TrafficVitals = {
  all: [{ vital: "lcp", p75: 4_500, rating: "poor", good: 1, needs_work: 1, poor: 2 }],
  routes: [
    {
      route: "/mentors/:mentor",
      figures: [{ vital: "lcp", p75: 4_500, rating: "poor", good: 1, needs_work: 1, poor: 2 }],
    },
  ],
};

beforeEach(async () => {
  session.end();
  session.start(signedIn("token", 900, aUser({ roles: ["staff"] })));
  await i18n.loadNamespaces(["traffic"]);
});

async function open(answer: TrafficReport) {
  const server = await startTestServer({
    "GET /staff/traffic/": () => ({ body: answer }),
    "GET /staff/traffic/vitals/": () => ({ body: vitals }),
  });
  const router = createMemoryRouter([{ path: "/staff/traffic", element: <TrafficPage /> }], {
    initialEntries: ["/staff/traffic?range=7"],
  });
  render(
    <QueryClientProvider client={createQueryClient()}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
  return { server, router };
}

it("shows what is read, by whom so to speak, and how fast it is, in words too", async () => {
  await open(report);
  const pages = await screen.findByRole("table", { name: "Most viewed pages" });
  expect(within(pages).getByRole("row", { name: /mentors\/:mentor.*800/ })).toBeVisible();
  expect(within(pages).getByRole("row", { name: /Others.*3/ })).toBeVisible();
  expect(screen.getByRole("table", { name: "Page views by day" })).toHaveTextContent("700");
  expect(screen.getByRole("table", { name: "Languages of browsers" })).toHaveTextContent("German");
  expect(screen.getByText("None in this range.")).toBeVisible();
  const fast = await screen.findByRole("table", { name: "Core Web Vitals by page" });
  expect(within(fast).getByRole("row", { name: /4\.5 s.*Poor/ })).toBeVisible();
  expect(screen.getByText(/25 ?% good of 4 page loads/)).toBeVisible();
});

it("asks for another range, and keeps it in the address", async () => {
  const { router } = await open(report);
  await userEvent.click(await screen.findByRole("radio", { name: "90 days" }));
  expect(router.state.location.search).toBe("?range=90");
});

it("says so when nobody has been counted, and when counting is switched off", async () => {
  await open({ ...report, on: false, views: 0, views_before: 0 });
  expect(await screen.findByText("Nobody has been counted yet")).toBeVisible();
  expect(screen.getByText(/AX_TRAFFIC=false/)).toBeVisible();
});
