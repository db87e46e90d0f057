import type { EarningFileQuery, EarningKind } from "@/api/contract.gen";

export const kinds = ["capture", "release", "hold_back", "refund"] as const satisfies EarningKind[];

const day = /^\d{4}-\d{2}-\d{2}$/;

/** What the address asks for; what it says wrongly is left out. */
export function filterOf(address: URLSearchParams): EarningFileQuery {
  const kind = kinds.find((one) => one === address.get("kind"));
  const date = (name: string) => {
    const value = address.get(name) ?? "";
    return day.test(value) && !Number.isNaN(Date.parse(value)) ? value : undefined;
  };
  const from = date("from");
  const to = date("to");
  return { ...(from && { from }), ...(to && { to }), ...(kind && { kind }) };
}

export function addressOf(filter: EarningFileQuery): URLSearchParams {
  const address = new URLSearchParams();
  for (const name of ["from", "to", "kind"] as const) {
    const value = filter[name];
    if (value) address.set(name, value);
  }
  return address;
}

/** The server refuses it, and so nothing is asked. */
export const isBackwards = ({ from, to }: EarningFileQuery) => Boolean(from && to && from > to);
