import { expect, it } from "vitest";
import type { Message, SupportTicket } from "@/api/contract.gen";
import { speakerOf, toneOf } from "./ticket";

const ticket = {
  from: { account: 7, name: "Ravi" },
  assignee: { account: 3, name: "Ines" },
} as SupportTicket;
const by = (sender: number) => ({ sender }) as Message;

it("tells who asked from who answers, by name only where the name is known", () => {
  expect(speakerOf(by(7), ticket)).toEqual({ kind: "asker", name: "Ravi" });
  expect(speakerOf(by(3), ticket)).toEqual({ kind: "staff", name: "Ines" });
  expect(speakerOf(by(4), ticket)).toEqual({ kind: "staff", name: null });
  expect(speakerOf(by(3), { ...ticket, assignee: null })).toEqual({ kind: "staff", name: null });
});

it("colours what waits for the viewer", () => {
  expect(toneOf("waiting", false)).toBe("warning");
  expect(toneOf("open", true)).toBe("warning");
  expect(toneOf("waiting", true)).toBe("neutral");
  expect(toneOf("closed", false)).toBe("neutral");
});
