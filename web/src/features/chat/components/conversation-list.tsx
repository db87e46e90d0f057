import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { ArrowLeft, ChevronRight, Inbox, MessageCircle, Search, Settings2, X } from "lucide-react";
import { type KeyboardEvent, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Box, Conversation } from "@/api/contract.gen";
import { useDebounced } from "@/lib/use-debounced";
import { useUser } from "@/lib/use-session";
import { Skeleton } from "@/ui/bits";
import { Button, IconButton } from "@/ui/button";
import { EmptyState, ErrorState, LoadMore } from "@/ui/states";
import { conversationsQuery, summaryQuery } from "../api/queries";
import { inOrder } from "../model/conversation";
import { ConversationRow } from "./conversation-row";
import { SearchResults } from "./search-results";

/** The left column: search, requests, conversations. `open` is shown even before anything was said in it. */
export function ConversationList({ open }: { open: Conversation | undefined }) {
  const { t } = useTranslation("chat");
  const [box, setBox] = useState<Box>("inbox");
  // The list is where the open conversation is: a request that was accepted is found among the others.
  const openIn = open?.box;
  const opened = open?.id;
  useEffect(() => {
    if (opened !== undefined && openIn) setBox(openIn);
  }, [opened, openIn]);
  const [typed, setTyped] = useState("");
  const q = useDebounced(typed.trim());
  // An open conversation brings the title of the page.
  const Title = open ? "h2" : "h1";
  return (
    <nav aria-label={t("list.title")} className="flex min-h-0 grow flex-col">
      <header className="flex h-16 shrink-0 items-center gap-1 px-4">
        {box === "requests" ? (
          <>
            <IconButton label={t("requests.back")} className="-ml-2" onClick={() => setBox("inbox")}>
              <ArrowLeft size={20} strokeWidth={1.75} aria-hidden />
            </IconButton>
            <Title className="grow text-xl">{t("requests.title")}</Title>
          </>
        ) : (
          <>
            <Title className="grow text-xl">{t("title")}</Title>
            <Link
              to="/account#chat"
              aria-label={t("settings.open")}
              title={t("settings.open")}
              className="-mr-2 grid size-11 place-items-center rounded-md text-ink-2 hover:bg-hover hover:text-ink"
            >
              <Settings2 size={20} strokeWidth={1.75} aria-hidden />
            </Link>
          </>
        )}
      </header>
      {box === "inbox" && (
        <search className="px-4 pb-2">
          <SearchField value={typed} onChange={setTyped} />
        </search>
      )}
      <div className="min-h-0 grow overflow-y-auto overscroll-contain px-2 pb-4">
        {box === "inbox" && q.length > 1 ? (
          <SearchResults q={q} onChosen={() => setTyped("")} />
        ) : (
          <>
            {box === "inbox" && <RequestsLink onOpen={() => setBox("requests")} />}
            <List key={box} box={box} open={open} />
          </>
        )}
      </div>
    </nav>
  );
}

function SearchField({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const { t } = useTranslation("chat");
  return (
    <div className="relative">
      <Search
        size={18}
        strokeWidth={1.75}
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-3 -translate-y-1/2 text-ink-3"
      />
      <input
        type="search"
        value={value}
        aria-label={t("search.label")}
        placeholder={t("search.label")}
        maxLength={100}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => event.key === "Escape" && onChange("")}
        className="h-10 w-full rounded-md bg-sunken pr-10 pl-10 text-sm pointer-coarse:h-11 pointer-coarse:text-base [&::-webkit-search-cancel-button]:hidden"
      />
      {value && (
        <button
          type="button"
          aria-label={t("search.clear")}
          onClick={() => onChange("")}
          className="absolute top-0 right-0 grid h-full w-10 place-items-center text-ink-3 hover:text-ink"
        >
          <X size={18} strokeWidth={1.75} aria-hidden />
        </button>
      )}
    </div>
  );
}

function RequestsLink({ onOpen }: { onOpen: () => void }) {
  const { t } = useTranslation("chat");
  const { data } = useQuery(summaryQuery);
  if (!data?.requests) return null;
  return (
    <button
      type="button"
      onClick={onOpen}
      className="mb-1 flex w-full items-center gap-3 rounded-md px-3 py-2.5 text-left hover:bg-hover"
    >
      <span className="grid size-11 shrink-0 place-items-center rounded-full bg-accent-soft text-accent-ink">
        <Inbox size={20} strokeWidth={1.75} aria-hidden />
      </span>
      <span className="min-w-0 grow">
        <span className="block font-medium">{t("requests.title")}</span>
        <span className="block text-sm text-ink-2">{t("requests.waiting", { count: data.requests })}</span>
      </span>
      <ChevronRight size={18} strokeWidth={1.75} aria-hidden className="text-ink-3" />
    </button>
  );
}

function List({ box, open }: { box: Box; open: Conversation | undefined }) {
  const { t } = useTranslation("chat");
  const list = useInfiniteQuery(conversationsQuery(box));
  if (list.isPending)
    return (
      <div aria-hidden className="flex flex-col gap-1">
        {[1, 2, 3, 4, 5].map((line) => (
          <div key={line} className="flex items-center gap-3 px-3 py-2.5">
            <Skeleton className="size-11 shrink-0 rounded-full" />
            <div className="flex grow flex-col gap-2">
              <Skeleton className="h-4 w-2/5" />
              <Skeleton className="h-3.5 w-4/5" />
            </div>
          </div>
        ))}
      </div>
    );
  if (!list.data)
    return <ErrorState error={list.error} onRetry={() => list.refetch()} busy={list.isFetching} />;
  const listed = list.data.pages.flatMap((page) => page.items).filter((one) => one.box === box);
  // One that was just begun is in no list until something was said.
  const begun = open && open.box === box && !listed.some((one) => one.id === open.id) ? [open] : [];
  const items = inOrder([...begun, ...listed]);
  if (items.length === 0) return <Nothing box={box} />;
  return (
    <>
      <ul onKeyDown={walk} aria-label={t(box === "inbox" ? "list.title" : "requests.title")}>
        {items.map((one) => (
          <li key={one.id}>
            <ConversationRow conversation={one} />
          </li>
        ))}
      </ul>
      <LoadMore list={list} />
    </>
  );
}

/** Arrows move from line to line; Enter opens, as any link. */
function walk(event: KeyboardEvent<HTMLElement>) {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!step) return;
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>("a")];
  const here = links.indexOf(document.activeElement as HTMLElement);
  event.preventDefault();
  links[Math.min(links.length - 1, Math.max(0, here + step))]?.focus();
}

function Nothing({ box }: { box: Box }) {
  const { t } = useTranslation("chat");
  const user = useUser();
  if (box === "requests")
    return <EmptyState icon={<Inbox strokeWidth={1.75} />} title={t("requests.none")} />;
  const student = user?.roles.includes("student");
  return (
    <EmptyState
      icon={<MessageCircle strokeWidth={1.75} />}
      title={t("list.empty")}
      action={
        student && (
          <Button asChild variant="secondary">
            <Link to="/mentors">{t("list.find")}</Link>
          </Button>
        )
      }
    >
      {t(student ? "list.emptyStudent" : "list.emptyMentor")}
    </EmptyState>
  );
}
