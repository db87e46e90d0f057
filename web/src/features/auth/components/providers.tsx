import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Button } from "@/ui/button";
import { ProviderIcon } from "@/ui/provider-icon";
import { providersQuery } from "../providers-query";

/** Ways in by somebody else's word; nothing where the site has set up none. */
export function Providers({ next }: { next: string | null }) {
  const { t } = useTranslation("auth");
  const list = useQuery(providersQuery).data?.items ?? [];
  if (list.length === 0) return null;
  return (
    <div className="flex flex-col gap-3">
      <p className="flex items-center gap-3 text-sm text-ink-2 before:h-px before:grow before:bg-line after:h-px after:grow after:bg-line">
        {t("providers.or")}
      </p>
      {list.map(({ id, name }) => (
        <Button key={id} asChild variant="secondary" size="lg" wide>
          <a href={`/api/auth/${id}/start/${next ? `?next=${encodeURIComponent(next)}` : ""}`}>
            <ProviderIcon name={name} />
            <span className="truncate">{t("providers.with", { name })}</span>
          </a>
        </Button>
      ))}
    </div>
  );
}
