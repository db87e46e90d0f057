import { expect, it } from "vitest";
import { routes } from "./routes";
import { patternAt, patternOf } from "./traffic";

it.each([
  [[{}, {}, {}], "/"],
  [[{}, {}, { path: "mentors/:mentor" }], "/mentors/:mentor"],
  [[{}, { path: "*" }], "/*"],
])("tells the pattern of a route, never its address", (routes, pattern) => {
  expect(patternOf(routes.map((route) => ({ route })))).toBe(pattern);
});

it.each([
  ["/", "/"],
  ["/mentors/M000001", "/mentors/:mentor"],
  ["/mentor/students/S000001", "/mentor/students/:person"],
  ["/support/12", "/support/:ticket"],
  ["/events/new", "/events/new"],
  ["/nowhere/s3cret", "/*"],
])("finds the pattern of %s among the client's routes", (path, pattern) => {
  expect(patternAt(routes, path)).toBe(pattern);
});
