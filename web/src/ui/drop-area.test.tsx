import { fireEvent, render, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { DropArea } from "./drop-area";

const photo = new File(["x"], "me.png", { type: "image/png" });
const carried = { files: [photo], types: ["Files"] };

function shown() {
  const onFile = vi.fn();
  render(
    <DropArea label="Drop the photo here" onFile={onFile}>
      <button type="button">Add a photo</button>
    </DropArea>,
  );
  return { onFile, button: screen.getByRole("button") };
}

it("says where a file may be dropped while one hangs over it, and takes it", () => {
  const { onFile, button } = shown();
  expect(screen.queryByText("Drop the photo here")).toBeNull();
  fireEvent.dragEnter(button, { dataTransfer: carried });
  expect(screen.getByText("Drop the photo here")).toBeVisible();
  expect(fireEvent.dragOver(button, { dataTransfer: carried })).toBe(false);
  expect(fireEvent.drop(button, { dataTransfer: carried })).toBe(false); // or the browser would open it
  expect(onFile).toHaveBeenCalledExactlyOnceWith(photo);
  expect(screen.queryByText("Drop the photo here")).toBeNull();
});

it("is back as it was when the file is carried away again", () => {
  const { onFile, button } = shown();
  fireEvent.dragEnter(button, { dataTransfer: carried });
  fireEvent.dragLeave(button, { dataTransfer: carried });
  expect(screen.queryByText("Drop the photo here")).toBeNull();
  expect(onFile).not.toHaveBeenCalled();
});

it("leaves text alone, dragged or pasted", () => {
  const { onFile, button } = shown();
  const text = { files: [], types: ["text/plain"] };
  fireEvent.dragEnter(button, { dataTransfer: text });
  expect(screen.queryByText("Drop the photo here")).toBeNull();
  expect(fireEvent.paste(button, { clipboardData: text })).toBe(true);
  expect(onFile).not.toHaveBeenCalled();
});

it("takes a file that is pasted", () => {
  const { onFile, button } = shown();
  expect(fireEvent.paste(button, { clipboardData: carried })).toBe(false);
  expect(onFile).toHaveBeenCalledExactlyOnceWith(photo);
});
