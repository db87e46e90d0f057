import { Picture } from "@/ui/picture";

export const Cover = ({ url, className = "" }: { url: string; className?: string }) => (
  <Picture
    url={url}
    sizes="(min-width: 768px) 44rem, 100vw"
    width={1280}
    height={720}
    className={`aspect-video h-auto w-full bg-sunken object-cover ${className}`}
  />
);
