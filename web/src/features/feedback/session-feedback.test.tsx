import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it } from "vitest";
import type { Booking, Feedback } from "@/api/contract.gen";
import { session } from "@/api/session";
import i18n from "@/lib/i18n";
import { createQueryClient } from "@/lib/query-client";
import { signedIn, startTestServer } from "@/lib/test-server";
import { SessionFeedback } from "./session-feedback";

const booking = {
  id: 7,
  student: { id: "S000001", name: "Asha Rao", time_zone: "UTC" },
  mentor: { id: "M000001", name: "Chetan", time_zone: "UTC" },
} as Booking;
const nothing: Feedback = {
  review: null,
  can_write: true,
  can_reply: false,
  editable_until: null,
  may_quote: null,
};
const written: Feedback = {
  review: {
    id: 7,
    author: "Asha R.",
    stars: 4,
    text: "Clear",
    created_at: "2026-11-24T09:00:00Z",
    edited: false,
    reply: "",
    replied_at: null,
  },
  can_write: true,
  can_reply: false,
  editable_until: "2026-12-01T09:00:00Z",
  may_quote: false,
};

beforeEach(async () => {
  session.end();
  session.start(signedIn("token", 900));
  await i18n.loadNamespaces(["feedback"]);
});

async function open(feedback: Feedback, side: "student" | "mentor") {
  const server = await startTestServer({
    "GET /bookings/7/review/": () => ({ body: feedback }),
    "PUT /bookings/7/review/": () => ({ body: written }),
    "PUT /bookings/7/review/reply/": () => ({ body: written }),
  });
  render(
    <QueryClientProvider client={createQueryClient()}>
      <SessionFeedback booking={booking} side={side} />
    </QueryClientProvider>,
  );
  return server;
}

it("a student gives stars and words, and sees them", async () => {
  const server = await open(nothing, "student");
  await userEvent.click(await screen.findByRole("button", { name: "Publish" }));
  expect(await screen.findByText("This is needed.")).toBeVisible();
  await userEvent.click(screen.getByRole("radio", { name: "4 stars" }));
  await userEvent.type(screen.getByLabelText(/What was good/), "Clear");
  const agree = screen.getByRole("checkbox", { name: /^My words may be shown/ });
  expect(agree).not.toBeChecked();
  await userEvent.click(agree);
  await userEvent.click(screen.getByRole("button", { name: "Publish" }));
  expect(await screen.findByRole("img", { name: "4 of 5 stars" })).toBeVisible();
  expect(server.requests.find(({ key }) => key.startsWith("PUT"))?.body).toEqual({
    stars: 4,
    text: "Clear",
    may_quote: true,
  });
  expect(screen.getByText(/^You can change it until/)).toBeVisible();
});

it("what was agreed to is taken back at any time, the words as they were", async () => {
  const fixed = { ...written, can_write: false, may_quote: true };
  const server = await open(fixed, "student");
  const agreed = await screen.findByRole("switch", { name: /^My words may be shown/ });
  expect(agreed).toBeChecked();
  await userEvent.click(agreed);
  await expect.poll(() => server.count("PUT /bookings/7/review/")).toBe(1);
  expect(server.requests.find(({ key }) => key.startsWith("PUT"))?.body).toEqual({
    stars: 4,
    text: "Clear",
    may_quote: false,
  });
});

it("a mentor replies to what is there", async () => {
  const server = await open({ ...written, can_write: false, can_reply: true }, "mentor");
  await userEvent.type(await screen.findByLabelText("Your reply"), "Thank you");
  await userEvent.click(screen.getByRole("button", { name: "Publish reply" }));
  await expect.poll(() => server.count("PUT /bookings/7/review/reply/")).toBe(1);
});
