import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { call } from "@/api/call";
import type { Cv } from "@/api/contract.gen";
import { CvEditor } from "./cv";

vi.mock("@/api/call", () => ({ call: vi.fn(), upload: vi.fn() }));

async function shown(state: Cv["state"]) {
  const cv = { url: "/x", bytes: 2048, uploaded_at: "2026-11-24T09:00:00Z", state };
  vi.mocked(call).mockResolvedValue({ cv });
  render(
    <QueryClientProvider client={new QueryClient()}>
      <CvEditor person="S000001" />
    </QueryClientProvider>,
  );
  return screen.findByRole("status");
}

it("offers a CV that was checked", async () => {
  expect(await shown("ready")).toHaveTextContent(/uploaded/);
  expect(screen.getByRole("button", { name: /download/i })).toBeVisible();
});

it("lets the browser download a CV, from an address that needs no token", async () => {
  await shown("ready");
  const clicked = vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(() => {});
  vi.mocked(call).mockResolvedValue({ url: "/api/v1/cv-files/S000001?signature=x", expires_at: "" });
  await userEvent.click(screen.getByRole("button", { name: /download/i }));
  expect(call).toHaveBeenLastCalledWith("files.cvLink", { params: { person: "S000001" } });
  const [link] = clicked.mock.contexts as HTMLAnchorElement[];
  expect(link?.getAttribute("href")).toBe("/api/v1/cv-files/S000001?signature=x");
  expect(link?.hasAttribute("download")).toBe(true);
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
