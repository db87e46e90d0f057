import { fireEvent, render } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { Picture } from "./picture";

const key = `/api/v1/files/${"a".repeat(64)}.jpg`;
const url = `${key}?640x360.1QcSHQRnh493V4dIh4eXh1h4kJUI.96-320`;
const shown = (container: HTMLElement) => ({
  image: container.querySelector("img"),
  sources: [...container.querySelectorAll("source")],
});

it("offers narrower ones in the formats of newer browsers first, and keeps its place", () => {
  const { image, sources } = shown(render(<Picture url={url} sizes="96px" />).container);
  expect(sources.map((one) => one.type)).toEqual(["image/avif", "image/webp"]);
  expect(sources[0]).toHaveAttribute("srcset", `${key}.96.avif 96w, ${key}.320.avif 320w`);
  expect(sources[1]).toHaveAttribute("sizes", "96px");
  expect(image).toHaveAttribute("src", url);
  expect(image).toHaveAttribute("width", "640");
  expect(image).toHaveAttribute("height", "360");
});

it("shows the picture itself where a narrower one is missing, and says so only when that is missing, too", () => {
  const missing = vi.fn();
  const { container } = render(<Picture url={url} sizes="96px" onError={missing} />);
  fireEvent.error(shown(container).image as HTMLElement);
  expect(shown(container).sources).toEqual([]);
  expect(missing).not.toHaveBeenCalled();
  fireEvent.error(shown(container).image as HTMLElement);
  expect(missing).toHaveBeenCalledOnce();
});

it("is a plain image where the address tells nothing", () => {
  const { image, sources } = shown(render(<Picture url={key} sizes="96px" />).container);
  expect(sources).toEqual([]);
  expect(image).not.toHaveAttribute("width");
});
