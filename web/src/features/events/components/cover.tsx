/** Decorative: what it stands for is told in words beside it. */
export const Cover = ({ url, className = "" }: { url: string; className?: string }) => (
  <img
    src={url}
    alt=""
    width={1280}
    height={720}
    loading="lazy"
    decoding="async"
    className={`aspect-video h-auto w-full bg-sunken object-cover ${className}`}
  />
);
