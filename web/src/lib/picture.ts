import { type Crop, partOf } from "./crop";

/** What the server answers to an uploaded picture. */
export type Picture = { url: string; width: number; height: number; checking: boolean };

export const pictureTypes = "image/jpeg,image/png,image/webp";
/** What somebody may choose here; what is sent is far smaller. */
export const mostPictureBytes = 25 * 1024 * 1024;

/** As it is to be seen: turned the way the camera was held. Rejects for what this browser can't show. */
export const readPicture = async (file: Blob) => createImageBitmap(file, { imageOrientation: "from-image" });

export function drawPart(canvas: HTMLCanvasElement, picture: ImageBitmap, crop: Crop) {
  const context = canvas.getContext("2d");
  if (!context) return;
  const part = partOf(crop, picture, canvas.width / canvas.height);
  context.imageSmoothingQuality = "high";
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.drawImage(picture, part.x, part.y, part.width, part.height, 0, 0, canvas.width, canvas.height);
}

const toBlob = (canvas: HTMLCanvasElement, type: string) =>
  new Promise<Blob | null>((done) => canvas.toBlob(done, type, 0.88));

/** The chosen part, encoded anew: WebP, or JPEG on white where the browser writes no WebP. */
export async function encodePart(picture: ImageBitmap, crop: Crop, width: number, ratio: number) {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = Math.round(width / ratio);
  drawPart(canvas, picture, crop);
  const webp = await toBlob(canvas, "image/webp");
  if (webp?.type === "image/webp") return webp;
  const context = canvas.getContext("2d");
  if (context) {
    context.globalCompositeOperation = "destination-over";
    context.fillStyle = "#fff";
    context.fillRect(0, 0, canvas.width, canvas.height);
  }
  const jpeg = await toBlob(canvas, "image/jpeg");
  if (!jpeg) throw new Error("the picture could not be encoded");
  return jpeg;
}
