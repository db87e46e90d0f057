import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it } from "vitest";
import i18n from "@/lib/i18n";
import { problem, startTestServer } from "@/lib/test-server";
import { NewsletterForm } from "./components/newsletter-form";

beforeEach(() => i18n.loadNamespaces(["newsletter"]));

it("says where the link went, and what is wrong with an address", async () => {
  let tries = 0;
  const server = await startTestServer({
    "POST /newsletter/": ({ body }) => {
      tries += 1;
      return tries === 1
        ? problem(422, "request.invalid", [{ field: "email", reason: "not_an_email" }])
        : { body: { email: (body as { email: string }).email } };
    },
  });
  render(<NewsletterForm />);
  await userEvent.click(screen.getByRole("button", { name: "Subscribe" }));
  expect(await screen.findByText("This is needed.")).toBeVisible();
  expect(server.requests).toHaveLength(0);
  await userEvent.type(screen.getByLabelText("Your e-mail address"), "nina");
  await userEvent.click(screen.getByRole("button", { name: "Subscribe" }));
  expect(await screen.findByText("Write a full address, such as asha@example.com.")).toBeVisible();
  await userEvent.type(screen.getByLabelText("Your e-mail address"), "@example.com");
  await userEvent.click(screen.getByRole("button", { name: "Subscribe" }));
  expect(await screen.findByRole("status")).toHaveTextContent("nina@example.com");
  expect(server.requests.at(-1)?.body).toEqual({ email: "nina@example.com", website: "" });
});
