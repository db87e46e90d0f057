import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { expect, it } from "vitest";

// Who may import whom: app -> features -> ui -> lib -> api, and a feature never another feature.
const root = join(import.meta.dirname);
const layers = ["api", "lib", "ui", "features", "app"];
/** Edges against the order that are agreed on, each for its reason. */
const agreed = new Set([
  "api/call.ts -> lib/new-key", // a key is no HTTP matter
]);

const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter(
  (file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$|\.d\.ts$|test-setup|test-server/.test(file),
);

it("imports follow the layers", () => {
  const wrong: string[] = [];
  for (const file of files) {
    const [layer = "", feature] = file.split("/");
    const text = readFileSync(join(root, file), "utf8");
    for (const [, target = ""] of text.matchAll(/(?:from|import\()\s*"([^"]+)"/g)) {
      const path = target.startsWith("@/")
        ? target.slice(2)
        : target.startsWith(".")
          ? relative(root, join(root, file, "..", target))
          : null;
      if (path === null) continue;
      const [theirLayer = "", theirFeature] = path.split("/");
      const up = layers.indexOf(theirLayer) > layers.indexOf(layer);
      const sideways = layer === "features" && theirLayer === "features" && feature !== theirFeature;
      if ((up || sideways) && !agreed.has(`${file} -> ${path}`)) wrong.push(`${file} -> ${path}`);
    }
  }
  expect(files.length).toBeGreaterThan(40);
  expect(wrong).toEqual([]);
});

it("only call.ts knows the HTTP library", () => {
  const users = files.filter((file) => /from "axios"|\bfetch\(/.test(readFileSync(join(root, file), "utf8")));
  // The toolbar asks for what is not in the contract, and without the token.
  expect(users).toEqual(["api/call.ts", "features/toolbar/records.ts"]);
});

it("every feature's texts are typed", () => {
  const typed = readFileSync(join(root, "app/i18next.d.ts"), "utf8");
  const texts = readdirSync(join(root, "features"), { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith("/en.json"),
  );
  expect(texts.filter((file) => !typed.includes(`"@/features/${file}"`))).toEqual([]);
});

it("no component writes raw colours", () => {
  const raw = files.filter((file) =>
    /#[0-9a-f]{6}\b|oklch\(|rgba?\(/i.test(readFileSync(join(root, file), "utf8")),
  );
  expect(raw).toEqual([]);
});
