import { MessagesSquare, PenLine } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import type { Feed } from "@/api/contract.gen";
import type { Ahead } from "@/lib/ahead";
import { useUser } from "@/lib/use-session";
import { Chip } from "@/ui/bits";
import { Button } from "@/ui/button";
import { Field, Input } from "@/ui/field";
import { Page, PageHeader } from "@/ui/page";
import { EmptyState, Notice } from "@/ui/states";
import { Tabs } from "@/ui/tabs";
import { postsQuery } from "./api/queries";
import { PostList } from "./components/post-list";

export const ahead: Ahead = ({ search }) => (search ? [] : [postsQuery({ feed: "latest" })]);

const feeds: Feed[] = ["latest", "top", "following", "mine"];

/** /community?feed=top, ?tag=…, ?q=…: where one is stands in the address, so that coming back is coming back. */
export default function CommunityPage() {
  const { t } = useTranslation("community");
  const user = useUser();
  const [address, setAddress] = useSearchParams();
  const feed = feeds.find((one) => one === address.get("feed")) ?? "latest";
  const tag = address.get("tag") ?? undefined;
  const q = address.get("q") ?? undefined;
  const write = (
    <Button asChild>
      <Link to={user ? "/community/new" : "/sign-up"}>
        <PenLine size={18} strokeWidth={1.75} aria-hidden />
        {t(user ? "write" : "join")}
      </Link>
    </Button>
  );
  const nothing = (title: string, body: string) => (
    <EmptyState icon={<MessagesSquare strokeWidth={1.75} />} title={title} action={write}>
      {body}
    </EmptyState>
  );
  const found = <EmptyState title={t("nothingFound")}>{t("nothingFoundBody")}</EmptyState>;
  return (
    <Page width="form">
      <PageHeader title={t("title")} lead={t("lead")} action={write} />
      {user ? (
        <>
          <Search key={q ?? ""} q={q ?? ""} onSearch={(next) => setAddress(next ? { q: next } : {})} />
          {q || tag ? (
            <>
              <div className="mt-4">
                <Chip onRemove={() => setAddress({})} removeLabel={t("showAll")}>
                  {tag && !q ? `#${tag}` : t("searchedFor", { q })}
                </Chip>
              </div>
              <PostList
                key={`${tag ?? ""}?${q ?? ""}`}
                wanted={{ feed: "latest", tag: q ? undefined : tag, q }}
                empty={found}
              />
            </>
          ) : (
            <Tabs
              label={t("title")}
              value={feed}
              onChange={(next) => setAddress(next === "latest" ? {} : { feed: next })}
              tabs={feeds.map((value) => ({
                value,
                label: t(`feed.${value}`),
                content: (
                  <PostList
                    wanted={{ feed: value }}
                    empty={
                      value === "following" ? (
                        <EmptyState icon={<MessagesSquare strokeWidth={1.75} />} title={t("noneFollowed")}>
                          {t("noneFollowedBody")}
                        </EmptyState>
                      ) : value === "mine" ? (
                        nothing(t("noneOfMine"), t("noneOfMineBody"))
                      ) : (
                        nothing(t("empty"), t("emptyBody"))
                      )
                    }
                  />
                ),
              }))}
            />
          )}
        </>
      ) : (
        <>
          {tag && (
            <Chip onRemove={() => setAddress({})} removeLabel={t("showAll")}>
              #{tag}
            </Chip>
          )}
          <PostList
            preview
            key={tag ?? ""}
            wanted={{ feed: "latest", tag }}
            empty={nothing(t("empty"), t("emptyBody"))}
          />
          <div className="mt-6">
            <Notice>{t("preview")}</Notice>
          </div>
        </>
      )}
    </Page>
  );
}

function Search({ q, onSearch }: { q: string; onSearch: (q: string) => void }) {
  const { t } = useTranslation("community");
  const [text, setText] = useState(q);
  return (
    <search>
      <form
        className="mb-4 flex items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          onSearch(text.trim());
        }}
      >
        <Field label={t("search")} quiet className="grow">
          <Input
            type="search"
            maxLength={100}
            placeholder={t("search")}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </Field>
        <Button type="submit" variant="secondary">
          {t("find")}
        </Button>
      </form>
    </search>
  );
}
