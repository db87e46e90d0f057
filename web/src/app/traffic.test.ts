import { expect, it } from "vitest";
import { patternOf } from "./traffic";

it.each([
  [[{}, {}, {}], "/"],
  [[{}, {}, { path: "mentors/:mentor" }], "/mentors/:mentor"],
  [[{}, { path: "*" }], "/*"],
])("tells the pattern of a route, never its address", (routes, pattern) => {
  expect(patternOf(routes.map((route) => ({ route })))).toBe(pattern);
});
