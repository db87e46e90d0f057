import type { Message, Status, SupportTicket } from "@/api/contract.gen";
import type { Tone } from "@/ui/bits";

export const categories = ["account", "booking", "payment", "mentor", "other"] as const;
export const statuses = ["open", "waiting", "resolved", "closed"] as const;
export const priorities = ["low", "normal", "high"] as const;

/** What needs the viewer is coloured: for who asked an answer that waits, for the staff a question. */
export function toneOf(status: Status, staff: boolean): Tone {
  if (status === "open") return staff ? "warning" : "primary";
  if (status === "waiting") return staff ? "neutral" : "warning";
  return status === "resolved" ? "success" : "neutral";
}

/** Who spoke: who asked, a member of the staff by name as far as the viewer may know it, or the team. */
export function speakerOf(
  message: Message,
  ticket: SupportTicket,
): { kind: "asker" | "staff"; name: string | null } {
  if (message.sender === ticket.from.account) return { kind: "asker", name: ticket.from.name };
  return {
    kind: "staff",
    name: ticket.assignee?.account === message.sender ? ticket.assignee.name : null,
  };
}
