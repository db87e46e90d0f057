import { type ComponentProps, useState } from "react";
import { looksOf, placeholderOf } from "@/lib/looks";

type PictureProps = Omit<ComponentProps<"img">, "src" | "alt" | "style"> & { url: string };

/**
 * A public picture, such as a photo or a cover: its place and its colours until it is there. Decorative: what it stands for
 * is told in words beside it.
 */
export function Picture({ url, ...rest }: PictureProps) {
  const [there, setThere] = useState<string | null>(null);
  const looks = looksOf(url);
  const colours = looks && there !== url ? placeholderOf(looks) : null;
  return (
    <img
      src={url}
      alt=""
      width={looks?.width}
      height={looks?.height}
      loading="lazy"
      decoding="async"
      draggable={false}
      onLoad={() => setThere(url)}
      style={
        colours
          ? { backgroundImage: colours, backgroundSize: "cover", backgroundPosition: "center" }
          : undefined
      }
      {...rest}
    />
  );
}
