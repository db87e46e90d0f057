import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { createMemoryRouter, RouterProvider } from "react-router";
import { beforeEach, expect, it, vi } from "vitest";
import type { Post } from "@/api/contract.gen";
import { session } from "@/api/session";
import i18n from "@/lib/i18n";
import { createQueryClient } from "@/lib/query-client";
import { problem, signedIn, startTestServer } from "@/lib/test-server";
import CommunityPage from "./community-page";
import ComposePage from "./compose-page";

const post: Post = {
  id: 7,
  author: { account: 3, name: "Asha Rao", mention: "M000001", mentor: true, staff: false, photo: null },
  title: "Five questions",
  html: "<p>Who <em>uses</em> it?</p>",
  cut: true,
  text: null,
  tags: ["system-design"],
  draft: false,
  official: false,
  pinned: false,
  created_at: "2026-11-24T09:00:00Z",
  published_at: "2026-11-24T09:00:00Z",
  edited_at: null,
  likes: 2,
  comments: 1,
  views: 9,
  liked: false,
  mine: false,
};

beforeEach(async () => {
  session.end();
  window.scrollTo = () => {};
  vi.spyOn(HTMLElement.prototype, "offsetHeight", "get").mockReturnValue(200);
  await i18n.loadNamespaces(["community"]);
});

function open(path: string) {
  const router = createMemoryRouter(
    [
      { path: "/community", element: <CommunityPage /> },
      { path: "/community/new", element: <ComposePage /> },
      { path: "/community/:post", element: <p>the post</p> },
    ],
    { initialEntries: [path] },
  );
  render(
    <QueryClientProvider client={createQueryClient()}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
  return router;
}

it("shows visitors the latest posts and the way in", async () => {
  await startTestServer({
    "GET /community/posts/": () => ({
      body: { pinned: [{ ...post, id: 1, title: "Welcome" }], items: [post], next: "1.1" },
    }),
  });
  open("/community");
  expect(await screen.findByRole("link", { name: "Five questions" })).toBeVisible();
  expect(screen.getByRole("link", { name: "Welcome" })).toBeVisible();
  expect(screen.getByText(/Join to search/)).toBeVisible();
  expect(screen.queryByRole("button", { name: "Load more" })).toBeNull();
});

it("shows a like at once, and takes it back when the server refuses", async () => {
  session.start(signedIn("token", 900));
  let refuse = false;
  await startTestServer({
    "GET /community/posts/": () => ({ body: { pinned: [], items: [post], next: null } }),
    "PUT /community/posts/7/like/": () => ({ body: { ...post, liked: true, likes: 3 } }),
    "DELETE /community/posts/7/like/": () => {
      refuse = true;
      return problem(503, "server.busy");
    },
  });
  open("/community");
  await userEvent.click(await screen.findByRole("button", { name: "2 likes" }));
  expect(await screen.findByRole("button", { name: "3 likes", pressed: true })).toBeVisible();
  await waitFor(() => expect(screen.getByRole("button", { name: "3 likes" })).toBeEnabled());
  await userEvent.click(screen.getByRole("button", { name: "3 likes" }));
  await waitFor(() => expect(refuse).toBe(true));
  expect(await screen.findByRole("button", { name: "3 likes", pressed: true })).toBeVisible();
});

it("holds a small part of a long list, and asks for more as its end comes near", async () => {
  session.start(signedIn("token", 900));
  const page = (from: number) => ({
    pinned: [],
    items: Array.from({ length: 50 }, (_, i) => ({ ...post, id: from + i, title: `Post ${from + i}` })),
    next: from < 4951 ? String(from + 50) : null,
  });
  const server = await startTestServer({
    "GET /community/posts/": ({ query }) => ({ body: page(Number(query.get("cursor") ?? 1)) }),
  });
  open("/community");
  expect(await screen.findByRole("link", { name: "Post 1" })).toBeVisible();
  expect(screen.getAllByRole("article").length).toBeLessThan(20);
  expect(server.count("GET /community/posts/")).toBe(1);
  Object.defineProperty(window, "scrollY", { configurable: true, value: 11_500 });
  window.dispatchEvent(new Event("scroll"));
  await waitFor(() => expect(server.count("GET /community/posts/")).toBe(2));
  expect(await screen.findByRole("link", { name: "Post 45" })).toBeInTheDocument();
  expect(screen.queryByRole("link", { name: "Post 1" })).toBeNull();
  expect(screen.getAllByRole("article").length).toBeLessThan(20);
  Object.defineProperty(window, "scrollY", { configurable: true, value: 0 });
});

it("has a feed of those one follows", async () => {
  session.start(signedIn("token", 900));
  const server = await startTestServer({
    "GET /community/posts/": () => ({ body: { pinned: [], items: [], next: null } }),
  });
  open("/community?feed=following");
  expect(await screen.findByText("Nothing from authors you follow")).toBeVisible();
  expect(server.requests.at(-1)?.query.get("feed")).toBe("following");
});

it("keeps what was typed when publishing fails, and asks again with the same key", async () => {
  session.start(signedIn("token", 900));
  const keys: string[] = [];
  await startTestServer({
    "POST /community/posts/": ({ body }) => {
      keys.push((body as { client_key: string }).client_key);
      return keys.length === 1 ? problem(409, "community.daily_limit") : { status: 201, body: post };
    },
  });
  const router = open("/community/new");
  await userEvent.type(screen.getByLabelText("Title"), "Five questions");
  await userEvent.type(screen.getByLabelText("Text"), "Who uses it?");
  await userEvent.click(screen.getByRole("button", { name: "Publish" }));
  expect(await screen.findByRole("alert")).toHaveTextContent("five posts a day");
  expect(screen.getByLabelText("Text")).toHaveValue("Who uses it?");
  await userEvent.click(screen.getByRole("button", { name: "Publish" }));
  expect(await screen.findByText("the post")).toBeVisible();
  expect(router.state.location.pathname).toBe("/community/7");
  expect(new Set(keys).size).toBe(1);
});

it("asks before what was typed is lost, and says to visitors which tag they look at", async () => {
  session.start(signedIn("token", 900));
  await startTestServer({
    "GET /community/posts/": () => ({ body: { pinned: [], items: [post], next: null } }),
  });
  const router = open("/community/new");
  await userEvent.type(screen.getByLabelText("Title"), "Five questions");
  await userEvent.click(screen.getByRole("link", { name: "Cancel" }));
  const asked = await screen.findByRole("dialog", { name: "Leave without saving?" });
  await userEvent.click(within(asked).getByRole("button", { name: "Stay" }));
  expect(screen.getByLabelText("Title")).toHaveValue("Five questions");
  await userEvent.click(screen.getByRole("link", { name: "Cancel" }));
  await userEvent.click(await screen.findByRole("button", { name: "Leave" }));
  expect(await screen.findByRole("heading", { name: "Community" })).toBeVisible();
  session.end();
  await router.navigate("/community?tag=sql");
  await userEvent.click(await screen.findByRole("button", { name: "Show all posts" }));
  expect(router.state.location.search).toBe("");
});
