import { Heart as HeartIcon } from "lucide-react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/ui/button";
import { cn } from "@/ui/cn";
import { useFavourite } from "../api/favourites";

/** Marks a mentor to be found again; only students see it. */
export function Heart({ mentor, name, className }: { mentor: string; name: string; className?: string }) {
  const { t } = useTranslation("mentors");
  const favourite = useFavourite(mentor);
  if (!favourite) return null;
  return (
    <IconButton
      label={t("favourites.mark", { name })}
      aria-pressed={favourite.on}
      disabled={favourite.busy}
      onClick={() => favourite.set(!favourite.on)}
      className={className}
    >
      <HeartIcon
        size={20}
        strokeWidth={1.75}
        aria-hidden
        className={cn(favourite.on && "fill-current text-primary-ink")}
      />
    </IconButton>
  );
}
