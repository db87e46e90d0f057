import { describe, expect, it } from "vitest";
import { activeFilters, parseSearch, toParams, toQuery, without } from "./search-state";

const parse = (text: string) => parseSearch(new URLSearchParams(text));

describe("the mentor list's address", () => {
  it("reads and writes the same state", () => {
    const text =
      "q=c%2B%2B&skill=System+design&language=Hindi&zone=Asia%2FKolkata&price_max=80000&rating_min=4.5&within=3&sort=price";
    const state = parse(text);
    expect(state).toEqual({
      q: "c++",
      skill: "System design",
      language: "Hindi",
      zone: "Asia/Kolkata",
      price_max: 80_000,
      rating_min: 4.5,
      within: 3,
      sort: "price",
    });
    expect(parseSearch(toParams(state))).toEqual(state);
  });

  it.each([
    "",
    "sort=next_free",
    "sort=drop_table",
    "q=%20%20",
    "rating_min=9&price_max=-1&within=0",
    "price_max=abc&rating_min=NaN&within=Infinity",
    "cursor=abc&limit=5000",
  ])("takes %j as no filter at all", (text) => {
    expect(parse(text)).toEqual({});
    expect(toParams(parse(text)).toString()).toBe("");
  });

  it("cuts what is longer than the server takes", () => {
    expect(parse(`q=${"x".repeat(500)}`).q).toHaveLength(100);
  });

  it("asks the same question all through an hour", () => {
    const early = toQuery({ within: 1 }, new Date("2026-11-22T12:01:00Z"));
    expect(early).toEqual({ free_before: "2026-11-23T12:00:00.000Z" });
    expect(toQuery({ within: 1 }, new Date("2026-11-22T12:59:00Z"))).toEqual(early);
  });

  it("takes one filter away and leaves the rest", () => {
    const state = parse("q=sql&within=3&sort=rating");
    expect(activeFilters(state)).toEqual(["q", "within"]);
    expect(without(state, "q")).toEqual({ within: 3, sort: "rating" });
  });
});
