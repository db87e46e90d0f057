/** A picture that is on this device, ready to be sent with a message. */
export type PickedImage = { name: string; type: string; bytes: Blob; width: number; height: number };

export const imageTypes = ["image/png", "image/jpeg", "image/gif", "image/webp"];
export const mostBytes = 10 * 1024 * 1024;

export type Picked = { file: PickedImage } | { problem: "type" | "size" | "broken" };

/** Checks what the server would refuse, and measures, so that its room is known before it is there. */
export async function pickImage(file: File): Promise<Picked> {
  if (!imageTypes.includes(file.type)) return { problem: "type" };
  if (file.size > mostBytes) return { problem: "size" };
  const url = URL.createObjectURL(file);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    return {
      file: {
        name: file.name || `image.${file.type.slice(6)}`,
        type: file.type,
        bytes: file,
        width: image.naturalWidth,
        height: image.naturalHeight,
      },
    };
  } catch {
    return { problem: "broken" };
  } finally {
    URL.revokeObjectURL(url);
  }
}
