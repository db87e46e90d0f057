import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ApiError } from "@/api/api-error";
import { upload } from "@/api/call";
import { PictureDialog } from "./picture-dialog";

vi.mock("@/api/call", () => ({ upload: vi.fn() }));
const sent = vi.mocked(upload);

const bitmap = { width: 800, height: 400, close: vi.fn() } as unknown as ImageBitmap;

beforeEach(() => {
  // jsdom draws nothing; what is sent is all that counts here.
  vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockReturnValue(null);
  vi.spyOn(HTMLCanvasElement.prototype, "toBlob").mockImplementation((done, type) =>
    done(new Blob(["pixels"], { type })),
  );
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

function open(onDone = vi.fn()) {
  render(
    <PictureDialog
      file={new File(["x"], "me.png", { type: "image/png" })}
      title="Your photo"
      to={{ path: "/account/photo/", method: "PUT" }}
      ratio={1}
      width={512}
      round
      onDone={onDone}
      onClose={() => {}}
    />,
  );
  return onDone;
}

it("says at once what this browser can't read, and sends nothing", async () => {
  vi.stubGlobal("createImageBitmap", () => Promise.reject(new Error("no picture")));
  open();
  expect(await screen.findByRole("alert")).toHaveTextContent("We cannot read this file as a picture.");
  expect(screen.getByRole("button", { name: "Use this picture" })).toBeDisabled();
});

it("zooms with the keyboard and shows why the server refused, ready for another try", async () => {
  vi.stubGlobal("createImageBitmap", () => Promise.resolve(bitmap));
  sent
    .mockRejectedValueOnce(new ApiError(422, { reason: "files.not_an_image" }))
    .mockResolvedValueOnce({ url: "/api/v1/files/a.webp", width: 512, height: 512 });
  const onDone = open();
  const frame = await screen.findByRole("application");
  frame.focus();
  await userEvent.keyboard("+");
  expect(screen.getByRole("slider", { name: "Zoom" })).toHaveValue("1.1");
  const send = screen.getByRole("button", { name: "Use this picture" });
  await userEvent.click(send);
  expect(await screen.findByRole("alert")).toHaveTextContent("We cannot use this file as a picture.");
  await userEvent.click(send);
  await waitFor(() => expect(onDone).toHaveBeenCalledWith(expect.objectContaining({ width: 512 })));
  expect(sent).toHaveBeenCalledTimes(2);
  expect(sent.mock.calls[0]?.[0]).toBe("/account/photo/");
  expect(sent.mock.calls[0]?.[1]).toMatchObject({ method: "PUT", file: { type: "image/webp" } });
});
