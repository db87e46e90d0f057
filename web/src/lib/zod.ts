import * as z from "zod/mini";
import { fieldText } from "./error-text";

// The small build of Zod: rules are functions, `z.string().check(z.trim(), z.minLength(1))`, and 25 KiB stay away.
// jitless: the compiled validators need eval, which the CSP forbids. Messages come from our texts.
z.config({
  jitless: true,
  customError: (issue) => {
    switch (issue.code) {
      case "too_small":
        if (issue.origin === "string") {
          return issue.minimum === 1 || !issue.input
            ? fieldText("required")
            : fieldText("too_short", Number(issue.minimum));
        }
        return issue.origin === "array"
          ? fieldText("too_few", Number(issue.minimum))
          : fieldText("too_small", Number(issue.minimum));
      case "too_big":
        if (issue.origin === "string") return fieldText("too_long", Number(issue.maximum));
        return issue.origin === "array"
          ? fieldText("too_many", Number(issue.maximum))
          : fieldText("too_big", Number(issue.maximum));
      case "invalid_format":
        return issue.format === "email" || issue.format === "url"
          ? fieldText(issue.format)
          : fieldText("invalid");
      case "invalid_type":
        return fieldText(issue.input === undefined || issue.input === "" ? "required" : "invalid");
      default:
        return fieldText("invalid");
    }
  },
});

/** An e-mail address as typed: blanks around it are dropped, an empty one is "needed" and not "wrong". */
export const emailRule = z.string().check(z.trim(), z.minLength(1), z.maxLength(254), z.email());

export { z };
