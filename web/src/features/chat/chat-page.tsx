import { useQuery } from "@tanstack/react-query";
import { MessageCircle } from "lucide-react";
import { type ReactNode, useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams, useSearchParams } from "react-router";
import type { Message, Person } from "@/api/contract.gen";
import { useTitle } from "@/lib/use-title";
import { cn } from "@/ui/cn";
import { Sheet } from "@/ui/dialog";
import { EmptyState } from "@/ui/states";
import { setLooksAt } from "./api/desktop";
import { conversationQuery } from "./api/queries";
import { useKeyboardRoom } from "./api/use-keyboard-room";
import { ConversationList } from "./components/conversation-list";
import { ConversationPane } from "./components/conversation-pane";
import { OpenWith } from "./components/open-with";
import { PersonPane } from "./components/person-pane";
import { ThreadPane } from "./components/thread-pane";

/**
 * /chat, /chat/7, /chat/7?thread=1234 beside it, /chat/7?message=56 to that number, /chat?with=M000001 to begin.
 * List, conversation and person side by side where there is room; one of them on a phone. `aside` is what other
 * features know about the two.
 */
export function ChatPage({ aside }: { aside: (person: Person) => ReactNode }) {
  const { t } = useTranslation("chat");
  const params = useParams();
  const [address, setAddress] = useSearchParams();
  const navigate = useNavigate();
  const id = numberOf(params.conversation);
  const thread = numberOf(address.get("thread"));
  const target = numberOf(address.get("message"));
  const with_ = id === null ? address.get("with") : null;
  const [person, setPerson] = useState(false);
  const conversation = useQuery({ ...conversationQuery(id ?? 0), enabled: id !== null }).data;
  useTitle(id === null ? t("title") : undefined);
  useKeyboardRoom();

  useEffect(() => {
    setLooksAt(id);
    return () => setLooksAt(null);
  }, [id]);

  const openThread = useCallback(
    (message: Message) => setAddress({ thread: String(message.id) }, { replace: false }),
    [setAddress],
  );
  const closeThread = () => navigate(`/chat/${id}`, { replace: true });
  const talking = id !== null || with_ !== null;

  return (
    <div className="flex min-h-0 grow bg-paper">
      <div
        className={cn(
          "flex min-h-0 w-full shrink-0 flex-col md:w-72 md:border-r 2xl:w-88 md:border-line",
          talking && "max-md:hidden",
        )}
      >
        <ConversationList open={conversation} />
      </div>
      <div className={cn("flex min-w-0 grow", !talking && "max-md:hidden")}>
        {with_ !== null ? (
          <OpenWith id={with_} />
        ) : id === null ? (
          <div className="grid grow place-items-center">
            <EmptyState icon={<MessageCircle strokeWidth={1.75} />} title={t("choose")} />
          </div>
        ) : (
          <div className={cn("flex min-w-0 grow", thread !== null && "max-xl:hidden")}>
            <ConversationPane
              key={id}
              id={id}
              target={thread === null ? target : null}
              onThread={openThread}
              onPerson={() => setPerson(true)}
            />
          </div>
        )}
        {conversation && thread !== null && (
          <div className="flex min-w-0 grow xl:w-84 xl:shrink-0 2xl:w-104 xl:grow-0 xl:border-l xl:border-line">
            <ThreadPane
              key={thread}
              conversation={conversation}
              thread={thread}
              target={target}
              onClose={closeThread}
            />
          </div>
        )}
        {conversation && thread === null && (
          <aside
            aria-label={t("person.title")}
            className="hidden w-66 shrink-0 overflow-y-auto border-l border-line p-5 pt-8 xl:block 2xl:w-80"
          >
            <PersonPane conversation={conversation}>{aside(conversation.with)}</PersonPane>
          </aside>
        )}
      </div>
      {conversation && (
        <Sheet open={person} onOpenChange={setPerson} title={t("person.title")}>
          <div className="pb-6">
            <PersonPane conversation={conversation}>{aside(conversation.with)}</PersonPane>
          </div>
        </Sheet>
      )}
    </div>
  );
}

const numberOf = (text: string | null | undefined) =>
  text && /^[1-9]\d{0,15}$/.test(text) ? Number(text) : null;
