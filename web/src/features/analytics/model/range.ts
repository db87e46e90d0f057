import type { MentorReportQuery, Span } from "@/api/contract.gen";

export const spans = ["7", "30", "90", "custom"] as const satisfies Span[];

const day = /^\d{4}-\d{2}-\d{2}$/;
const mostDays = 366;

const dateIn = (address: URLSearchParams, name: string) => {
  const value = address.get(name) ?? "";
  return day.test(value) && !Number.isNaN(Date.parse(value)) ? value : undefined;
};

/** What the address asks for; thirty days where it says nothing that can be read. */
export function rangeOf(address: URLSearchParams): MentorReportQuery & { range: Span } {
  const range = spans.find((one) => one === address.get("range")) ?? "30";
  if (range !== "custom") return { range };
  return { range, from: dateIn(address, "from"), to: dateIn(address, "to") };
}

export function addressOf(query: MentorReportQuery): URLSearchParams {
  const address = new URLSearchParams();
  for (const name of ["range", "from", "to"] as const) {
    const value = query[name];
    if (value) address.set(name, value);
  }
  return address;
}

export type RangeProblem = "incomplete" | "backwards" | "tooLong";

/** Why a custom range is not asked about; nothing: it can be. */
export function problemOf({ range, from, to }: MentorReportQuery): RangeProblem | undefined {
  if (range !== "custom") return undefined;
  if (!from || !to) return "incomplete";
  if (from > to) return "backwards";
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1;
  return days > mostDays ? "tooLong" : undefined;
}
