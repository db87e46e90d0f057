import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { createMemoryRouter, RouterProvider } from "react-router";
import { beforeEach, expect, it } from "vitest";
import type { Earning, Earnings, Money } from "@/api/contract.gen";
import { session } from "@/api/session";
import i18n from "@/lib/i18n";
import { createQueryClient } from "@/lib/query-client";
import { aUser, signedIn, startTestServer } from "@/lib/test-server";
import EarningsPage from "./earnings-page";

const inr = (amount: number): Money => ({ amount, currency: "INR" });
const totals: Earnings = {
  pending: inr(45_000),
  available: inr(90_000),
  refunded: inr(0),
  lifetime: inr(135_000),
  time_zone: "Asia/Kolkata",
};
const entry: Earning = {
  id: 3,
  kind: "capture",
  booking: 7,
  service_title: "Mock interview",
  student: "Nina B.",
  gross: inr(50_000),
  commission: inr(5_000),
  net: inr(45_000),
  state: "pending",
  at: "2026-11-24T20:00:00Z",
};

beforeEach(async () => {
  session.end();
  session.start(signedIn("token", 900, aUser({ roles: ["mentor"], mentor_id: "M000001" })));
  await i18n.loadNamespaces(["earnings"]);
});

async function open(address: string) {
  const server = await startTestServer({
    "GET /mentor/earnings/": () => ({ body: totals }),
    "GET /mentor/earnings/entries/": ({ query }) => ({
      body: query.get("cursor")
        ? { items: [{ ...entry, id: 2, kind: "release", gross: null, commission: null }], next: null }
        : { items: query.get("kind") === "refund" ? [] : [entry], next: "3" },
    }),
  });
  const router = createMemoryRouter([{ path: "/mentor/earnings", element: <EarningsPage /> }], {
    initialEntries: [address],
  });
  render(
    <QueryClientProvider client={createQueryClient()}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
  return { server, router };
}

it("shows where the money is and what moved it, in the mentor's zone", async () => {
  const { server } = await open("/mentor/earnings");
  expect(await screen.findByText("₹1,350")).toBeVisible();
  const row = await screen.findByRole("row", { name: /Mock interview/ });
  expect(row).toHaveTextContent(/Wed 25 Nov.*01:30/);
  expect(row).toHaveTextContent("with Nina B.");
  expect(row).toHaveTextContent("₹500");
  expect(row).toHaveTextContent("₹50");
  expect(row).toHaveTextContent("₹450");
  await userEvent.click(screen.getByRole("button", { name: "Earlier entries" }));
  await expect.poll(() => screen.getAllByRole("row", { name: /Mock interview/ }).length).toBe(2);
  expect(server.requests.at(-1)?.query.get("cursor")).toBe("3");
});

it("keeps its filters in the address and asks nothing about a range that ends before it starts", async () => {
  const { server, router } = await open("/mentor/earnings?from=2026-11-20&to=2026-11-10");
  expect(await screen.findByText("The end has to come after the start.")).toBeVisible();
  expect(server.count("GET /mentor/earnings/entries/")).toBe(0);
  await userEvent.click(screen.getByRole("button", { name: "Show everything" }));
  await screen.findByRole("row", { name: /Mock interview/ });
  await userEvent.selectOptions(screen.getByLabelText("Kind"), "Refunded");
  expect(await screen.findByText("No entry fits")).toBeVisible();
  expect(router.state.location.search).toBe("?kind=refund");
});
