import { queryOptions } from "@tanstack/react-query";
import { call } from "@/api/call";

export const soonQuery = (as: "student" | "mentor") =>
  queryOptions({
    queryKey: ["booking", "soon", as],
    queryFn: ({ signal }) => call("booking.list", { query: { as, when: "upcoming", limit: 10 } }, signal),
    refetchInterval: 60_000,
  });

/** Only whether there ever was one: a new student sees how to start instead of an empty page. */
export const hasPastQuery = queryOptions({
  queryKey: ["booking", "hasPast"],
  queryFn: async ({ signal }) => {
    const past = await call("booking.list", { query: { as: "student", when: "past", limit: 1 } }, signal);
    return past.items.length > 0;
  },
});

/** The bell's own query: both show the same number. */
export const unreadQuery = queryOptions({
  queryKey: ["notifications", "unread"],
  queryFn: ({ signal }) => call("notifications.unread", {}, signal),
});

export const ownMentorQuery = queryOptions({
  queryKey: ["mentors", "me"],
  queryFn: ({ signal }) => call("mentors.me", {}, signal),
});

/** The profile page's own query: both show the same profile. */
export const ownStudentQuery = queryOptions({
  queryKey: ["students", "me"],
  queryFn: ({ signal }) => call("students.me", {}, signal),
});

export const balanceQuery = queryOptions({
  queryKey: ["ledger", "balance"],
  queryFn: ({ signal }) => call("ledger.balance", {}, signal),
});
