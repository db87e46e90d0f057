/** Which part of a picture is shown in a frame of a given ratio (width / height). Pure arithmetic, in picture pixels. */
export type Size = { width: number; height: number };
/** The middle of the part, and how many times nearer than "as much as fits" it is. */
export type Crop = { zoom: number; x: number; y: number };
export type Part = { x: number; y: number; width: number; height: number };

export const nearest = 4;

const clamp = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high);

/** As much as fits, from the middle. */
export const startCrop = ({ width, height }: Size): Crop => ({ zoom: 1, x: width / 2, y: height / 2 });

export function partOf(crop: Crop, size: Size, ratio: number): Part {
  const width = Math.min(size.width, size.height * ratio) / crop.zoom;
  const height = width / ratio;
  return { x: crop.x - width / 2, y: crop.y - height / 2, width, height };
}

function inside(crop: Crop, size: Size, ratio: number): Crop {
  const { width, height } = partOf(crop, size, ratio);
  return {
    zoom: crop.zoom,
    x: clamp(crop.x, width / 2, size.width - width / 2),
    y: clamp(crop.y, height / 2, size.height - height / 2),
  };
}

export const zoomed = (crop: Crop, size: Size, ratio: number, zoom: number): Crop =>
  inside({ ...crop, zoom: clamp(zoom, 1, nearest) }, size, ratio);

/** The picture is dragged by these parts of the frame's width and height. */
export function moved(crop: Crop, size: Size, ratio: number, dx: number, dy: number): Crop {
  const { width, height } = partOf(crop, size, ratio);
  return inside({ ...crop, x: crop.x - dx * width, y: crop.y - dy * height }, size, ratio);
}
