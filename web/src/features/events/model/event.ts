import type { CommunityEvent, CreateEvent, User } from "@/api/contract.gen";
import type { Tone } from "@/ui/bits";

/** The server decides; this only keeps the button away from those whom it would refuse. */
export const mayHost = (user: User | null) =>
  user !== null && (user.roles.includes("staff") || user.approval === "approved");

/** Where the host's phone checks in by a ticket: what its QR code says. */
export const doorOf = (event: number, code: string) =>
  `/events/${event}/attendees?code=${encodeURIComponent(code)}`;

export type BadgeKey = "draft" | "cancelled" | "over" | "now" | "registered" | "waiting" | "offered";

/** What the viewer has to know of it first, if anything. */
export function badgeOf(event: CommunityEvent, now: Date): { key: BadgeKey; tone: Tone } | null {
  if (event.state === "draft") return { key: "draft", tone: "neutral" };
  if (event.state === "cancelled") return { key: "cancelled", tone: "danger" };
  if (Date.parse(event.ends_at) <= now.getTime()) return { key: "over", tone: "neutral" };
  const mine = event.mine?.state;
  if (mine === "offered") return { key: "offered", tone: "warning" };
  if (mine === "registered") return { key: "registered", tone: "success" };
  if (mine === "waiting") return { key: "waiting", tone: "primary" };
  return Date.parse(event.starts_at) <= now.getTime() ? { key: "now", tone: "accent" } : null;
}

/** How the places stand, as a key of the texts with its numbers. */
export function seatsOf(event: CommunityEvent) {
  const { free, capacity, taken, waiting } = event;
  if (capacity === null || free === null)
    return taken > 0 ? { key: "going" as const, count: taken } : { key: "open" as const };
  if (free > 0) return { key: "free" as const, count: free, capacity };
  return waiting > 0 ? { key: "fullWaiting" as const, count: waiting } : { key: "full" as const };
}

export type EventValues = {
  title: string;
  description: string;
  local_start: string;
  minutes: string;
  time_zone: string;
  online_url: string;
  place: string;
  capacity: string;
  tags: string[];
  /** Where the uploaded picture is; empty: none. */
  cover: string;
};

export const emptyValues = (zone: string): EventValues => ({
  title: "",
  description: "",
  local_start: "",
  minutes: "60",
  time_zone: zone,
  online_url: "",
  place: "",
  capacity: "",
  tags: [],
  cover: "",
});

export const valuesOf = (event: CommunityEvent): EventValues => ({
  title: event.title,
  description: event.description ?? "",
  local_start: event.local_start,
  minutes: String(event.minutes),
  time_zone: event.time_zone,
  online_url: event.online_url ?? "",
  place: event.place ?? "",
  capacity: event.capacity === null ? "" : String(event.capacity),
  tags: event.tags,
  cover: event.cover ?? "",
});

/** What is left empty is not said at all. */
export const wishOf = (values: EventValues): Omit<CreateEvent, "client_key"> => ({
  title: values.title,
  description: values.description,
  local_start: values.local_start,
  minutes: Number(values.minutes),
  time_zone: values.time_zone,
  online_url: values.online_url || undefined,
  place: values.place || undefined,
  capacity: values.capacity === "" ? undefined : Number(values.capacity),
  tags: values.tags,
  cover: values.cover || undefined,
});
