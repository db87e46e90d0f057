import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { call } from "@/api/call";
import type { Cv } from "@/api/contract.gen";
import { CvEditor } from "./cv";

vi.mock("@/api/call", () => ({ call: vi.fn(), download: vi.fn(), upload: vi.fn() }));

async function shown(state: Cv["state"]) {
  const cv = { url: "/x", bytes: 2048, uploaded_at: "2026-11-24T09:00:00Z", state };
  vi.mocked(call).mockResolvedValue({ cv });
  render(
    <QueryClientProvider client={new QueryClient()}>
      <CvEditor name="Asha Rao" />
    </QueryClientProvider>,
  );
  return screen.findByRole("status");
}

it("offers a CV that was checked", async () => {
  expect(await shown("ready")).toHaveTextContent(/uploaded/);
  expect(screen.getByRole("button", { name: /download/i })).toBeVisible();
});

it("says that a CV is being checked, and offers nothing to read before", async () => {
  expect(await shown("checking")).toHaveTextContent(/being checked .* nobody can read it before/);
  expect(screen.queryByRole("button", { name: /download/i })).toBeNull();
});

it("says that a virus was found, and lets another one be chosen", async () => {
  expect(await shown("refused")).toHaveTextContent(/virus was found/);
  expect(screen.queryByRole("button", { name: /download/i })).toBeNull();
  expect(screen.getByRole("button", { name: /remove/i })).toBeVisible();
});
