import { queryOptions } from "@tanstack/react-query";
import { call } from "@/api/call";
import type { Attendance } from "@/api/contract.gen";

const longest = 600_000;

/** Until the room or the keys open or close, so that the page shows it when it happens. */
export function untilNextChange(attendance: Attendance, now: number): number {
  const { join_from, join_until, opens_at, closes_at } = attendance;
  const ahead = [join_from, join_until, opens_at, closes_at]
    .map((at) => Date.parse(at) - now)
    .filter((left) => left > 0);
  // A little later, so that the server's clock is past it as well.
  return ahead.length === 0 ? longest : Math.min(longest, Math.min(...ahead) + 500);
}

/** Below "booking", so that whatever happens to a session renews it. */
export const attendanceQuery = (booking: number) =>
  queryOptions({
    queryKey: ["booking", "attendance", booking],
    queryFn: ({ signal }) => call("attendance.get", { params: { booking } }, signal),
    refetchInterval: ({ state }) => (state.data ? untilNextChange(state.data, Date.now()) : false),
  });
