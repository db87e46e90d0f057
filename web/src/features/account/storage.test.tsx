import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { call } from "@/api/call";
import Storage from "./components/storage";

vi.mock("@/api/call", () => ({ call: vi.fn() }));

const megabyte = 1_000_000;

it("shows how much room is taken, and says so in time", async () => {
  vi.mocked(call).mockResolvedValue({
    rooms: [
      { room: "files", used: 0, most: 100 * megabyte },
      { room: "attachments", used: 475 * megabyte, most: 500 * megabyte },
    ],
  });
  render(
    <QueryClientProvider client={new QueryClient()}>
      <Storage />
    </QueryClientProvider>,
  );
  const files = await screen.findByRole("meter", { name: "Photos, covers and CV" });
  expect(files).toHaveAttribute("aria-valuetext", "0 of 100 MB");
  expect(files).toHaveAttribute("value", "0");
  const attachments = screen.getByRole("meter", { name: "Pictures in chats" });
  expect(attachments).toHaveAttribute("aria-valuetext", "475 MB of 500 MB");
  expect(attachments).toHaveAttribute("value", String(475 * megabyte));
  expect(screen.getAllByText(/nearly full/)).toHaveLength(1);
});
