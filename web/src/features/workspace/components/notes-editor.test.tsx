import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { ApiError } from "@/api/api-error";
import type { VersionedNotes } from "@/api/contract.gen";
import i18n from "@/lib/i18n";
import { NotesEditor } from "./notes-editor";

beforeEach(() => i18n.loadNamespaces(["workspace"]));

const notes = (text: string, version: number): VersionedNotes => ({
  text,
  version,
  updated_at: "2026-11-24T09:00:00Z",
  updated_by: "mentor",
});

type Save = (text: string, version: number) => Promise<VersionedNotes>;

function editor(now: VersionedNotes, save: Save, reload = () => {}) {
  return (
    <NotesEditor notes={now} label="Notes" help="Help" max={100} save={save} reload={reload} author="Dev" />
  );
}

it("saves when it is left, with the version that was read", async () => {
  const save = vi.fn<Save>(async (text, version) => notes(text, version + 1));
  render(editor(notes("One", 4), save));
  expect(screen.getByRole("status")).toHaveTextContent(/^Saved .* by Dev$/);
  await userEvent.type(screen.getByLabelText("Notes"), " more");
  expect(screen.getByRole("status")).toHaveTextContent("Not saved yet");
  await userEvent.tab();
  expect(save).toHaveBeenCalledExactlyOnceWith("One more", 4);
  await expect.poll(() => screen.getByRole("status").textContent).toMatch(/^Saved/);
});

it("shows what the other wrote, keeps what was typed, and saves what was chosen upon it", async () => {
  const save = vi
    .fn<Save>()
    .mockRejectedValueOnce(new ApiError(409, { reason: "workspace.notes_changed" }))
    .mockImplementation(async (text, version) => notes(text, version + 1));
  const reload = vi.fn();
  const { rerender } = render(editor(notes("One", 1), save, reload));
  await userEvent.type(screen.getByLabelText("Notes"), " mine");
  await userEvent.tab();
  await expect.poll(() => reload.mock.calls.length).toBe(1);
  rerender(editor(notes("One theirs", 2), save, reload));
  expect(screen.getByLabelText("Notes")).toHaveValue("One mine");
  expect(screen.getByText("One theirs")).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Keep both" }));
  await userEvent.click(screen.getByLabelText("Notes"));
  await userEvent.tab();
  await expect.poll(() => save.mock.calls.length).toBe(2);
  expect(save).toHaveBeenLastCalledWith("One theirs\n\nOne mine", 2);
});

it("a failure is said, and what was typed stays and is sent again", async () => {
  const save = vi
    .fn<Save>()
    .mockRejectedValueOnce(new ApiError(0, { reason: "network.offline" }))
    .mockImplementation(async (text, version) => notes(text, version + 1));
  render(editor(notes("", 0), save));
  await userEvent.type(screen.getByLabelText("Notes"), "Kept");
  await userEvent.tab();
  expect(await screen.findByText(/^Not saved\. You are offline/)).toBeVisible();
  expect(screen.getByLabelText("Notes")).toHaveValue("Kept");
  await userEvent.click(screen.getByRole("button", { name: "Save again" }));
  await expect.poll(() => screen.getByRole("status").textContent).toMatch(/^Saved/);
});

it("what is not saved when the page goes is sent then", async () => {
  const save = vi.fn<Save>(async (text, version) => notes(text, version + 1));
  const { unmount } = render(editor(notes("", 0), save));
  await userEvent.type(screen.getByLabelText("Notes"), "Last words");
  unmount();
  expect(save).toHaveBeenCalledWith("Last words", 0);
});
