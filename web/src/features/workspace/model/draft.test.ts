import { expect, it } from "vitest";
import type { VersionedNotes } from "@/api/contract.gen";
import { canSave, draftOf, isDirty, step } from "./draft";

const notes = (text: string, version: number): VersionedNotes => ({
  text,
  version,
  updated_at: null,
  updated_by: null,
});

it("follows what arrives as long as nothing was typed", () => {
  const draft = step(draftOf(notes("One", 1)), { type: "arrived", notes: notes("Two", 2) });
  expect(draft.text).toBe("Two");
  expect(isDirty(draft)).toBe(false);
  expect(step(draft, { type: "arrived", notes: notes("One", 1) }).text).toBe("Two");
});

it("keeps what was typed and shows what the other wrote", () => {
  const typed = step(draftOf(notes("One", 1)), { type: "typed", text: "One, mine" });
  expect(canSave(typed)).toBe(true);
  const met = step(typed, { type: "arrived", notes: notes("One, theirs", 2) });
  expect(met.text).toBe("One, mine");
  expect(met.theirs?.text).toBe("One, theirs");
  expect(canSave(met)).toBe(false);
  expect(step(met, { type: "arrived", notes: notes("One, theirs", 2) })).toBe(met);

  const both = step(met, { type: "resolved", keep: "both" });
  expect(both.text).toBe("One, theirs\n\nOne, mine");
  expect(both.base.version).toBe(2);
  expect(canSave(both)).toBe(true);
  const mine = step(met, { type: "resolved", keep: "mine" });
  expect([mine.text, mine.base.version, canSave(mine)]).toEqual(["One, mine", 2, true]);
  const theirs = step(met, { type: "resolved", keep: "theirs" });
  expect([theirs.text, isDirty(theirs)]).toEqual(["One, theirs", false]);
});

it("what was typed while it was saved is still to be saved", () => {
  let draft = step(draftOf(notes("", 0)), { type: "typed", text: "a" });
  draft = step(draft, { type: "typed", text: "ab" });
  draft = step(draft, { type: "saved", notes: notes("a", 1) });
  expect(draft.text).toBe("ab");
  expect(canSave(draft)).toBe(true);
  expect(isDirty(step(draft, { type: "saved", notes: notes("ab", 2) }))).toBe(false);
});

it("the same words of both are no conflict", () => {
  const typed = step(draftOf(notes("", 0)), { type: "typed", text: "Hello" });
  expect(step(typed, { type: "arrived", notes: notes("Hello", 1) }).theirs).toBeNull();
});

it("what was sent is ours, even when news of it come before the answer", () => {
  let draft = step(draftOf(notes("", 0)), { type: "typed", text: "a" });
  draft = step(draft, { type: "sent", text: "a" });
  draft = step(draft, { type: "typed", text: "ab" });
  draft = step(draft, { type: "arrived", notes: notes("a", 1) });
  expect(draft.theirs).toBeNull();
  expect([draft.text, draft.base.version, canSave(draft)]).toEqual(["ab", 1, true]);
});
