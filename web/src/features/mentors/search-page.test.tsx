import { QueryClientProvider } from "@tanstack/react-query";
import { act, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { createMemoryRouter, RouterProvider } from "react-router";
import { beforeEach, expect, it, vi } from "vitest";
import type { MentorCard } from "@/api/contract.gen";
import { session } from "@/api/session";
import i18n from "@/lib/i18n";
import { createQueryClient } from "@/lib/query-client";
import { type Asked, startTestServer } from "@/lib/test-server";
import SearchPage from "./search-page";

/** A window with room for a second column, or a phone. */
const width = (wide: boolean) =>
  vi
    .spyOn(window, "matchMedia")
    .mockImplementation(
      (media) => Object.assign(new EventTarget(), { media, matches: wide }) as MediaQueryList,
    );

beforeEach(async () => {
  width(true);
  session.end();
  await i18n.loadNamespaces(["mentors"]);
});

const aMentor = (number: number): MentorCard => ({
  mentor_id: `M00000${number}`,
  name: `Mentor ${number}`,
  headline: "Helps",
  skills: ["SQL"],
  languages: ["English"],
  rating: null,
  rating_count: 0,
  years: 3,
  price_from: { amount: 50_000, currency: "INR" },
  time_zone: "Europe/London",
  next_free_at: "2096-01-05T09:00:00Z",
  photo: null,
});

/** Three mentors in pages of two; the skill "Figma" leaves nobody. What `refuse` says yes to gets no answer that helps. */
async function open(at: string, refuse: (asked: Asked) => boolean = () => false) {
  const broken = { status: 500, body: { reason: "internal" } };
  const everybody = [aMentor(1), aMentor(2), aMentor(3)];
  const found = ({ query }: Asked) => (query.get("skill") === "Figma" ? [] : everybody);
  const server = await startTestServer({
    "GET /mentors/": (asked) => {
      if (refuse(asked)) return broken;
      const from = Number(asked.query.get("cursor") ?? 0);
      const items = found(asked).slice(from, from + 2);
      const next = from + 2 < found(asked).length ? String(from + 2) : null;
      return { body: { items, next, total: found(asked).length } };
    },
    "GET /mentors/facets/": (asked) => {
      if (refuse(asked)) return broken;
      return {
        body: {
          total: found(asked).length,
          skills: [{ value: "SQL", count: 3 }],
          languages: [],
          zones: [],
          price_min: 50_000,
          price_max: 90_000,
        },
      };
    },
  });
  let arrive = () => {};
  const loaded = new Promise<void>((done) => {
    arrive = done;
  });
  const router = createMemoryRouter(
    [
      { path: "/mentors", Component: SearchPage },
      // A page that takes its time to load.
      { path: "/mentors/:mentor", lazy: () => loaded.then(() => ({ element: <p>the mentor</p> })) },
    ],
    { initialEntries: [at] },
  );
  render(
    <QueryClientProvider client={createQueryClient()}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
  return { server, router, arrive };
}

it("asks for what stands in the address, and shows it as chips that can be taken away", async () => {
  const { server, router } = await open("/mentors?skill=SQL&rating_min=4.5&sort=price");
  await screen.findByText("3 mentors");
  const asked = server.requests.find((one) => one.key === "GET /mentors/")?.query;
  expect(Object.fromEntries(asked ?? [])).toEqual({
    skill: "SQL",
    rating_min: "4.5",
    sort: "price",
    limit: "12",
  });
  await userEvent.click(screen.getByRole("button", { name: "Remove filter: 4.5 and up" }));
  await waitFor(() => expect(router.state.location.search).toBe("?skill=SQL&sort=price"));
});

it("shows the next free time on the viewer's clock", async () => {
  await open("/mentors");
  const card = (await screen.findByRole("link", { name: "Mentor 1" })).closest("article");
  expect(within(card as HTMLElement).getByText("Thu 5 Jan 2096, 14:30")).toBeInTheDocument();
});

it("puts a chosen facet and what is typed into the address", async () => {
  const { router } = await open("/mentors");
  await userEvent.click(await screen.findByRole("button", { name: /^SQL/ }));
  await waitFor(() => expect(router.state.location.search).toBe("?skill=SQL"));
  await userEvent.type(screen.getByRole("searchbox"), "data base");
  await waitFor(() => expect(router.state.location.search).toBe("?q=data+base&skill=SQL"));
  expect(screen.getByRole("searchbox")).toHaveValue("data base");
});

it("has on a phone the filters in a sheet, and nowhere else", async () => {
  width(false);
  await open("/mentors");
  await screen.findByText("Mentor 1");
  expect(screen.queryByRole("slider")).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "Filters" }));
  expect(await screen.findByRole("slider", { name: "Price per session" })).toBeVisible();
});

it("follows an address that others change, and asks nothing by itself", async () => {
  const { router } = await open("/mentors");
  const places: string[] = [];
  router.subscribe(({ location }) => places.push(location.search));
  await router.navigate("/mentors?q=rust%20and%20go");
  expect(await screen.findByDisplayValue("rust and go")).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: /Remove filter/ }));
  await waitFor(() => expect(screen.getByRole("searchbox")).toHaveValue(""));
  expect(new Set(places)).toEqual(new Set(["?q=rust%20and%20go", ""]));
});

it("never calls back who has set out for another page while a question was waiting", async () => {
  const { router, arrive } = await open("/mentors");
  const field = await screen.findByRole("searchbox");
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  fireEvent.change(field, { target: { value: "sql" } });
  let leaving: Promise<void> | undefined;
  act(() => {
    leaving = router.navigate("/mentors/M000001");
  });
  act(() => vi.advanceTimersByTime(1000));
  vi.useRealTimers();
  expect(router.state.navigation.location?.pathname).toBe("/mentors/M000001");
  arrive();
  await leaving;
  expect(await screen.findByText("the mentor")).toBeVisible();
  expect(router.state.location.pathname).toBe("/mentors/M000001");
});

it("makes one step in the history of one move of the price", async () => {
  const { router } = await open("/mentors");
  const slider = await screen.findByRole("slider", { name: "Price per session" });
  await waitFor(() => expect(slider).toBeEnabled());
  const actions: string[] = [];
  router.subscribe(({ historyAction, location }) => actions.push(`${historyAction} ${location.search}`));
  fireEvent.change(slider, { target: { value: "60000" } });
  await waitFor(() => expect(router.state.location.search).toBe("?price_max=60000"));
  expect(actions.filter((one, at) => actions.indexOf(one) === at)).toEqual(["PUSH ?price_max=60000"]);
  await waitFor(() => expect(slider).toHaveValue("60000"));
});

it("loads more behind what is there", async () => {
  await open("/mentors");
  await screen.findByRole("link", { name: "Mentor 1" });
  expect(screen.queryByRole("link", { name: "Mentor 3" })).not.toBeInTheDocument();
  await userEvent.click(screen.getByRole("button", { name: "Show more mentors" }));
  await screen.findByRole("link", { name: "Mentor 3" });
  expect(screen.getByRole("link", { name: "Mentor 1" })).toBeInTheDocument();
  await waitFor(() =>
    expect(screen.queryByRole("button", { name: "Show more mentors" })).not.toBeInTheDocument(),
  );
});

it("says which filter to loosen when nobody fits, with the number that would give", async () => {
  const { router } = await open("/mentors?skill=Figma&language=Hindi");
  await userEvent.click(await screen.findByRole("button", { name: "Without Figma: 3 mentors" }));
  await screen.findByRole("link", { name: "Mentor 1" });
  expect(router.state.location.search).toBe("?language=Hindi");
});

it("keeps what is there when the next page does not come, and asks for it again", async () => {
  let down = true;
  await open("/mentors", ({ query }) => down && query.has("cursor"));
  await userEvent.click(await screen.findByRole("button", { name: "Show more mentors" }));
  const again = await screen.findByRole("button", { name: "Try again" });
  expect(screen.getByRole("alert")).toHaveTextContent(/./);
  expect(screen.getByRole("link", { name: "Mentor 1" })).toBeInTheDocument();
  expect(screen.getByText("3 mentors")).toBeInTheDocument();
  down = false;
  await userEvent.click(again);
  await screen.findByRole("link", { name: "Mentor 3" });
  expect(screen.queryByRole("alert")).not.toBeInTheDocument();
});

it("lets filters be loosened when nobody can say what that would give", async () => {
  const { router } = await open("/mentors?skill=Figma", ({ key }) => key === "GET /mentors/facets/");
  const way = await screen.findByRole("button", { name: "Without Figma" });
  await waitFor(() => expect(way).toBeEnabled());
  await userEvent.click(way);
  await screen.findByRole("link", { name: "Mentor 1" });
  expect(router.state.location.search).toBe("");
});
