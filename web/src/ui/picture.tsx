import { type ComponentProps, useState } from "react";
import { looksOf, placeholderOf } from "@/lib/looks";

type PictureProps = Omit<ComponentProps<"img">, "src" | "alt" | "style" | "sizes"> & {
  url: string;
  /** How wide it is shown, as in the attribute `sizes`. */
  sizes: string;
};

/**
 * A public picture, such as a photo or a cover: its place and its colours until it is there, and no larger than it is shown.
 * Decorative: what it stands for is told in words beside it.
 */
export function Picture({ url, sizes, onError, ...rest }: PictureProps) {
  const [there, setThere] = useState<string | null>(null);
  const [plain, setPlain] = useState<string | null>(null);
  const looks = looksOf(url);
  const colours = looks && there !== url ? placeholderOf(looks) : null;
  // A server of before has the picture, but not what was made of it.
  const narrower = plain !== url && looks?.widths.length ? looks : null;
  const sources = (format: string) =>
    narrower?.widths.map((width) => `${narrower.key}.${width}.${format} ${width}w`);
  return (
    <picture className="contents">
      {narrower && (
        <>
          <source type="image/avif" srcSet={sources("avif")?.join(", ")} sizes={sizes} />
          <source type="image/webp" srcSet={sources("webp")?.join(", ")} sizes={sizes} />
        </>
      )}
      <img
        src={url}
        alt=""
        width={looks?.width}
        height={looks?.height}
        loading="lazy"
        decoding="async"
        draggable={false}
        onLoad={() => setThere(url)}
        onError={(event) => (narrower ? setPlain(url) : onError?.(event))}
        style={
          colours
            ? { backgroundImage: colours, backgroundSize: "cover", backgroundPosition: "center" }
            : undefined
        }
        {...rest}
      />
    </picture>
  );
}
