import { Picture } from "@/ui/picture";

export const Cover = ({ url, className = "" }: { url: string; className?: string }) => (
  <Picture
    url={url}
    width={1280}
    height={720}
    className={`aspect-video h-auto w-full bg-sunken object-cover ${className}`}
  />
);
