import { expect, it } from "vitest";
import { educationOf, educationRule, schoolsOf } from "./education-editor";

const school = { institution: "IIT Madras", degree: "B.Tech", subject: "", from_year: "2016", to_year: "" };
const wrong = (row: object) => {
  const read = educationRule(8).safeParse([{ ...school, ...row }]);
  return read.success ? [] : read.error.issues.map(({ path }) => path.join("."));
};

it("sends years as numbers, an open end as null, and no row that nobody filled in", () => {
  const empty = { institution: " ", degree: "", subject: "", from_year: "", to_year: "" };
  expect(educationOf([school, empty])).toEqual([{ ...school, from_year: 2016, to_year: null }]);
  expect(schoolsOf(educationOf([school]))).toEqual([school]);
  expect(educationRule(8).safeParse([empty]).success).toBe(true);
});

it("wants a name, a first year, and an end after the start", () => {
  expect(wrong({})).toEqual([]);
  expect(wrong({ institution: "" })).toEqual(["0.institution"]);
  expect(wrong({ from_year: "" })).toEqual(["0.from_year"]);
  expect(wrong({ from_year: "16" })).toContain("0.from_year");
  expect(wrong({ from_year: "1890" })).toEqual(["0.from_year"]);
  expect(wrong({ to_year: "2015" })).toEqual(["0.to_year"]);
});
