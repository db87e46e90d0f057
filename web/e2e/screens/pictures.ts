import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { nameOf, type Shot } from "./pages";

export type Kind = "1280" | "390" | "dark";
export type Raw = { shot: Shot; kind: Kind; png: Buffer };

/** Pages that never end are cut: nobody scrolls a picture that far. */
const tallest = 5_000;
const mostBytes = 4_900_000;

/** Desktop pictures at half their width; those of a phone could not be read then. */
const scaleOf = (kind: Kind) => (kind === "390" ? 1 : 0.5);

async function encode(page: Page, { png, kind }: Raw, quality: number): Promise<Buffer> {
  const webp = await page.evaluate(
    async ({ data, scale, quality, tallest }) => {
      const bytes = Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0));
      const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
      const height = Math.min(image.height, tallest);
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(image.width * scale);
      canvas.height = Math.round(height * scale);
      const context = canvas.getContext("2d");
      if (!context) throw new Error("no canvas");
      context.imageSmoothingQuality = "high";
      context.drawImage(image, 0, 0, image.width, height, 0, 0, canvas.width, canvas.height);
      image.close();
      return canvas.toDataURL("image/webp", quality).split(",")[1] ?? "";
    },
    { data: png.toString("base64"), scale: scaleOf(kind), quality, tallest },
  );
  return Buffer.from(webp, "base64");
}

/** Writes them all into the folder instead of what was there, coarser if they would be too many bytes together. */
export async function write(page: Page, folder: string, raws: Raw[]): Promise<number> {
  await page.goto("about:blank");
  let bytes = 0;
  let pictures: [string, Buffer][] = [];
  for (const quality of [0.6, 0.5, 0.4, 0.3]) {
    pictures = [];
    for (const raw of raws)
      pictures.push([`${nameOf(raw.shot)}-${raw.kind}.webp`, await encode(page, raw, quality)]);
    bytes = pictures.reduce((sum, [, webp]) => sum + webp.length, 0);
    if (bytes <= mostBytes) break;
  }
  mkdirSync(folder, { recursive: true });
  for (const old of readdirSync(folder)) if (old.endsWith(".webp")) rmSync(join(folder, old));
  for (const [name, webp] of pictures) writeFileSync(join(folder, name), webp);
  return bytes;
}

const whose = {
  visitor: "Visitors",
  student: "Students",
  mentor: "Mentors",
  staff: "The staff",
} as const;

/** docs/screens/README.md */
export function index(raws: Raw[]): string {
  const lines = [
    "# Screens",
    "",
    "Every page of the client with demo data, at 1280 and 390 px, and some of them in dark. Made by `npm run screens` in",
    "`web/`, which also writes this index: change nothing here by hand.",
  ];
  for (const [who, title] of Object.entries(whose)) {
    lines.push("", `## ${title}`, "", "| Page | Pictures |", "|---|---|");
    for (const shot of new Set(raws.filter((raw) => raw.shot.as === who).map((raw) => raw.shot))) {
      const name = nameOf(shot);
      const kinds = raws
        .filter((raw) => raw.shot === shot)
        .map(({ kind }) => `[${kind}](${name}-${kind}.webp)`);
      lines.push(
        `| \`${shot.route === "*" ? "any other address" : `/${shot.route}`}\` | ${kinds.join(" · ")} |`,
      );
    }
  }
  return `${lines.join("\n")}\n`;
}
