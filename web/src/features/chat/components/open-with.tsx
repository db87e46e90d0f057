import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ArrowLeft } from "lucide-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { call } from "@/api/call";
import { Button } from "@/ui/button";
import { ErrorState, Working } from "@/ui/states";
import { keepConversation } from "../api/cache";

/** From a mentor's or a session's page: finds or begins the conversation with that person, and goes there. */
export function OpenWith({ id }: { id: string }) {
  const { t } = useTranslation("chat");
  const cache = useQueryClient();
  const navigate = useNavigate();
  const open = useMutation({
    mutationFn: () => call("chat.open", { body: { with: id } }),
    onSuccess: (conversation) => {
      keepConversation(cache, conversation);
      navigate(`/chat/${conversation.id}`, { replace: true });
    },
  });
  const asked = useRef<string | null>(null);
  const ask = open.mutate;
  useEffect(() => {
    if (asked.current === id) return;
    asked.current = id;
    ask();
  }, [id, ask]);
  return (
    <div className="flex grow flex-col items-center justify-center">
      {open.isError ? (
        <>
          <ErrorState error={open.error} onRetry={() => open.mutate()} busy={open.isPending} />
          <Button asChild variant="ghost">
            <Link to="/chat">
              <ArrowLeft size={18} strokeWidth={1.75} aria-hidden />
              {t("back")}
            </Link>
          </Button>
        </>
      ) : (
        <Working label={t("opening")} />
      )}
    </div>
  );
}
