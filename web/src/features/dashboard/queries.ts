import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { call } from "@/api/call";
import { around } from "./model/calendar";

export const soonQuery = (as: "student" | "mentor") =>
  queryOptions({
    queryKey: ["booking", "soon", as],
    queryFn: ({ signal }) => call("booking.list", { query: { as, when: "upcoming", limit: 10 } }, signal),
    refetchInterval: 60_000,
  });

/** Below "workspace", which changes of sessions and of action items renew. */
export const studentDashboardQuery = queryOptions({
  queryKey: ["workspace", "dashboard", "student"],
  queryFn: ({ signal }) => call("workspace.studentDashboard", {}, signal),
  refetchInterval: 60_000,
});

export const mentorToDoQuery = queryOptions({
  queryKey: ["workspace", "dashboard", "mentor"],
  queryFn: ({ signal }) => call("workspace.mentorToDo", {}, signal),
  refetchInterval: 60_000,
});

export const ownNotesQuery = queryOptions({
  queryKey: ["workspace", "ownNotes"],
  queryFn: ({ signal }) => call("workspace.ownNotes", {}, signal),
});

/** The sessions of a month as the student's calendar has it. */
export const calendarQuery = (month: string) =>
  queryOptions({
    queryKey: ["workspace", "calendar", month],
    queryFn: ({ signal }) =>
      call("workspace.calendar", { query: { as: "student", ...around(month) } }, signal),
    placeholderData: keepPreviousData,
  });

/** The room's address is told while it is open. The session's own page asks under the same key. */
export const roomQuery = (booking: number) =>
  queryOptions({
    queryKey: ["booking", "attendance", booking],
    queryFn: ({ signal }) => call("attendance.get", { params: { booking } }, signal),
  });

/** The shell's own query: the number beside Chat and here are one. */
export const chatSummaryQuery = queryOptions({
  queryKey: ["chat", "summary"],
  queryFn: ({ signal }) => call("chat.summary", {}, signal),
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
