import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { ApiError } from "@/api/api-error";
import { Button } from "@/ui/button";
import { Field, Input } from "@/ui/field";
import { FormSummary } from "@/ui/states";
import { useAppForm } from "./use-app-form";
import { z } from "./zod";

const schema = z.object({ title: z.string().check(z.minLength(3), z.maxLength(20)), links: z.string() });

function Form({ save }: { save: (values: z.infer<typeof schema>) => Promise<unknown> }) {
  const form = useAppForm(schema, { title: "", links: "x" });
  return (
    <form onSubmit={form.submit(save)} noValidate>
      <FormSummary problem={form.problem} />
      <Field label="Title" help="Short" error={form.errorOf("title")}>
        <Input {...form.register("title")} />
      </Field>
      <Field label="Links" error={form.errorOf("links")}>
        <Input {...form.register("links")} />
      </Field>
      <Button type="submit">Save</Button>
    </form>
  );
}

const save = () => userEvent.click(screen.getByRole("button", { name: "Save" }));
const title = () => screen.getByRole("textbox", { name: "Title" });
const refused = (fields?: { field: string; reason: string; limit?: number }[], reason = "request.invalid") =>
  vi.fn().mockRejectedValue(new ApiError(422, { reason, fields, request_id: "req-42" }));

it("checks before it sends, in plain words, and names the field's texts to screen readers", async () => {
  const send = vi.fn();
  render(<Form save={send} />);
  await save();
  await waitFor(() => expect(title()).toBeInvalid());
  expect(send).not.toHaveBeenCalled();
  expect(title()).toHaveAccessibleDescription("Short This is needed.");
  await userEvent.type(title(), "ab");
  await waitFor(() => expect(title()).toHaveAccessibleDescription("Short At least 3 characters."));
  expect(title()).toHaveFocus();
});

it("puts the server's field errors on their fields, those of list items on the list, and keeps what was typed", async () => {
  render(
    <Form
      save={refused([
        { field: "title", reason: "too_long", limit: 12 },
        { field: "links[2].url", reason: "not_a_url" },
      ])}
    />,
  );
  await userEvent.type(title(), "A fine title");
  await save();
  await waitFor(() => expect(title()).toHaveAccessibleDescription("Short At most 12 characters."));
  expect(screen.getByRole("textbox", { name: "Links" })).toHaveAccessibleDescription(/full link/);
  expect(title()).toHaveValue("A fine title");
  expect(title()).toHaveFocus();
  expect(screen.queryByRole("alert")).not.toBeInTheDocument();
});

it("shows what fits no field in the summary, with the reference number, and moves the focus there", async () => {
  render(<Form save={refused([], "booking.slot_taken")} />);
  await userEvent.type(title(), "Title");
  await save();
  const alert = await screen.findByRole("alert");
  expect(alert).toHaveTextContent("Somebody took this time a moment ago");
  expect(alert).toHaveTextContent("req-42");
  await waitFor(() => expect(alert).toHaveFocus());
});

it("does not swallow an error on a field the form does not have", async () => {
  render(<Form save={refused([{ field: "currency", reason: "required" }])} />);
  await userEvent.type(title(), "Title");
  await save();
  expect(await screen.findByRole("alert")).toHaveTextContent("currency: This is needed.");
});

it("falls back to plain words for a reason it has never heard of", async () => {
  render(<Form save={refused([], "booking.something_new")} />);
  await userEvent.type(title(), "Title");
  await save();
  expect(await screen.findByRole("alert")).toHaveTextContent("That could not be booked");
});

it("clears the summary on the next try", async () => {
  const send = vi.fn().mockRejectedValueOnce(new ApiError(0, {})).mockResolvedValueOnce(null);
  render(<Form save={send} />);
  await userEvent.type(title(), "Title");
  await save();
  expect(await screen.findByRole("alert")).toHaveTextContent("could not reach");
  await save();
  await waitFor(() => expect(screen.queryByRole("alert")).not.toBeInTheDocument());
});
