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

const changed = () => new ApiError(409, { reason: "workspace.notes_changed" });

type Save = (text: string, version: number) => Promise<VersionedNotes>;

function editor(now: VersionedNotes, save: Save, newest = async () => now) {
  return (
    <NotesEditor notes={now} label="Notes" help="Help" max={100} save={save} newest={newest} author="Dev" />
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
    .mockRejectedValueOnce(changed())
    .mockImplementation(async (text, version) => notes(text, version + 1));
  render(editor(notes("One", 1), save, async () => notes("One theirs", 2)));
  await userEvent.type(screen.getByLabelText("Notes"), " mine");
  await userEvent.tab();
  expect(await screen.findByText("One theirs")).toBeVisible();
  expect(screen.getByLabelText("Notes")).toHaveValue("One mine");
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

it("what was chosen after a failure is saved by itself", async () => {
  const save = vi
    .fn<Save>()
    .mockRejectedValueOnce(new ApiError(0, { reason: "network.offline" }))
    .mockImplementation(async (text, version) => notes(text, version + 1));
  const { rerender } = render(editor(notes("", 0), save));
  await userEvent.type(screen.getByLabelText("Notes"), "Mine");
  await userEvent.tab();
  expect(await screen.findByRole("button", { name: "Save again" })).toBeVisible();
  rerender(editor(notes("Theirs", 1), save));
  expect(screen.queryByRole("button", { name: "Save again" })).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "Keep both" }));
  await expect.poll(() => save.mock.lastCall).toEqual(["Theirs\n\nMine", 1]);
});

it("what is not saved when the page goes is saved then", async () => {
  const save = vi.fn<Save>(async (text, version) => notes(text, version + 1));
  const { unmount } = render(editor(notes("", 0), save));
  await userEvent.type(screen.getByLabelText("Notes"), "Last words");
  unmount();
  await expect.poll(() => save.mock.calls).toEqual([["Last words", 0]]);
});

it("what was typed while a save was under way is saved upon that one when the page goes", async () => {
  let answer = (_: VersionedNotes) => {};
  const save = vi
    .fn<Save>()
    .mockImplementationOnce(
      () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
    )
    .mockImplementation(async (text, version) => notes(text, version + 1));
  const { unmount } = render(editor(notes("", 0), save));
  await userEvent.type(screen.getByLabelText("Notes"), "One");
  await userEvent.tab();
  await userEvent.type(screen.getByLabelText("Notes"), " two");
  unmount();
  answer(notes("One", 1));
  await expect
    .poll(() => save.mock.calls)
    .toEqual([
      ["One", 0],
      ["One two", 1],
    ]);
});

it("who goes while both wrote loses neither text", async () => {
  const save = vi
    .fn<Save>()
    .mockRejectedValueOnce(changed())
    .mockImplementation(async (text, version) => notes(text, version + 1));
  const { unmount } = render(editor(notes("One", 1), save, async () => notes("Theirs", 2)));
  await userEvent.type(screen.getByLabelText("Notes"), " mine");
  unmount();
  await expect
    .poll(() => save.mock.calls)
    .toEqual([
      ["One mine", 1],
      ["Theirs\n\nOne mine", 2],
    ]);
});
